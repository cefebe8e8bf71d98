import { Global, Module } from '@nestjs/common';
import { GuardedFetcher } from './guarded-fetcher.js';
import { NameResolver, SystemNameResolver } from './name-resolver.js';

/** Global, because whoever is named an address fetches it the one guarded way. */
@Global()
@Module({
  providers: [GuardedFetcher, { provide: NameResolver, useClass: SystemNameResolver }],
  exports: [GuardedFetcher],
})
export class NetworkModule {}
