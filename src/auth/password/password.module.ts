import { Global, Module } from '@nestjs/common';
import { ResourceOwner } from '../../oauth/grants/resource-owner.js';
import { PasswordCheck } from './password-check.js';
import { PasswordHasher } from './password-hasher.js';

/** Global, so that the core's password grant finds its `ResourceOwner` without knowing who checks passwords. */
@Global()
@Module({
  providers: [PasswordHasher, { provide: ResourceOwner, useClass: PasswordCheck }],
  exports: [PasswordHasher, ResourceOwner],
})
export class PasswordModule {}
