import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-local';
import { PasswordVerifier, type ProvedPerson } from '../../oauth/grants/password-verifier.js';
import type { Origin } from '../../protocol/origin.js';
import type { LoginAndPassword } from './login-and-password.js';

/** The request that passport sees: only the credentials that our own parser took from the body. */
export interface PasswordAttempt {
  body: LoginAndPassword;
  origin: Origin;
}

/** The passport-local strategy over the password check. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly passwords: PasswordVerifier) {
    super({ usernameField: 'login', passwordField: 'password', passReqToCallback: true });
  }

  /** @throws Refusal `invalid_credentials`, `mfa_required`, `too_many_attempts` or `address_not_allowed` */
  validate({ body: { otp }, origin }: PasswordAttempt, login: string, password: string): Promise<ProvedPerson> {
    return this.passwords.verify(login, password, origin, otp);
  }
}
