import { Global, Module } from '@nestjs/common';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyRegistrations } from './passkey-registrations.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { RelyingParty } from './relying-party.js';

/** Global: the account's page and the pages of a browser need it. */
@Global()
@Module({
  providers: [RelyingParty, PasskeyChallenges, PasskeyCeremonies, PasskeySignIn, PasskeyRegistrations],
  exports: [RelyingParty, PasskeySignIn, PasskeyRegistrations],
})
export class PasskeysModule {}
