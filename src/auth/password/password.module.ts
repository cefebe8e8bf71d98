import { Global, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { PasswordVerifier } from '../../oauth/grants/password-verifier.js';
import { OutgoingModule } from '../../outgoing/outgoing.module.js';
import { LocalStrategy } from './local.strategy.js';
import { PasswordCheck } from './password-check.js';
import { BreachedPasswords } from './breached-passwords.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordCost } from './password-cost.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInAttempts } from './sign-in-attempts.js';

/** Global: it provides the `PasswordVerifier` of the core's password grant. */
@Global()
@Module({
  imports: [OutgoingModule, PassportModule],
  providers: [
    LocalStrategy,
    PasswordCost,
    PasswordHasher,
    BreachedPasswords,
    NewPasswords,
    SignInAttempts,
    { provide: PasswordVerifier, useClass: PasswordCheck },
  ],
  exports: [LocalStrategy, PasswordHasher, NewPasswords, PasswordVerifier, SignInAttempts],
})
export class PasswordModule {}
