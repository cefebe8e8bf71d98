import { Global, Module } from '@nestjs/common';
import { CertificateAuthorities } from './certificate-authorities.js';
import { GuardedFetcher } from './guarded-fetcher.js';
import { NameResolver, SystemNameResolver } from './name-resolver.js';

/** Global, because whoever is named an address fetches it the one guarded way. */
@Global()
@Module({
  providers: [CertificateAuthorities, GuardedFetcher, { provide: NameResolver, useClass: SystemNameResolver }],
  exports: [CertificateAuthorities, GuardedFetcher],
})
export class NetworkModule {}
