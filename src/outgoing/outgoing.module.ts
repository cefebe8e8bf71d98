import { Module } from '@nestjs/common';
import { CallBounds } from './call-bounds.js';
import { CertificateAuthorities } from './certificate-authorities.js';
import { GuardedFetcher } from './guarded-fetcher.js';
import { NameResolver, SystemNameResolver } from './name-resolver.js';

/** Every fetch of an address that an application named goes through GuardedFetcher. */
@Module({
  providers: [
    CallBounds,
    CertificateAuthorities,
    GuardedFetcher,
    { provide: NameResolver, useFactory: () => new SystemNameResolver() },
  ],
  exports: [GuardedFetcher, CertificateAuthorities],
})
export class OutgoingModule {}
