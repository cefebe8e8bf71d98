import { Injectable } from '@nestjs/common';
import {
  type HalfProved,
  PASSWORD_CHECKS,
  PasswordVerifier,
  type ProvedPerson,
  SecondFactorRequired,
} from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import { PASSWORD_AND_CODE, PASSWORD_ONLY } from '../../protocol/acr.js';
import type { Origin } from '../../protocol/origin.js';
import { InvalidCredentials } from '../../protocol/refusal.js';
import { SecondFactorCheck } from '../factors/second-factor-check.js';
import { refuseOverlong } from './login-and-password.js';
import { Credentials } from './credentials.js';
import { PasswordHasher } from './password-hasher.js';
import { refuseAddress, type SignInAttempt, SignInAttempts, whoOf } from './sign-in-attempts.js';

/** For the audit trail. */
const CLOSED =
  'after 100 wrong codes in a row no code of the authenticator app is taken, until a passkey, a recovery code or a reset of the factor';

/** The password check that all faces share. A second factor is guessed on the same counters as the password. */
@Injectable()
export class PasswordCheck extends PasswordVerifier {
  constructor(
    private readonly attempts: SignInAttempts,
    private readonly credentials: Credentials,
    private readonly hasher: PasswordHasher,
    private readonly factors: SecondFactorCheck,
  ) {
    super();
  }

  async verify(login: string, password: string, origin: Origin, otp?: string): Promise<ProvedPerson> {
    refuseOverlong({ login, password }, 'username');
    return this.attempts.admitPassword(login, origin, async (attempt) => {
      const account = await this.ofPassword(attempt, password);
      const amr = await this.methodsOf(account, otp, attempt);
      await this.attempts.succeeded(attempt);
      return { account, amr };
    });
  }

  async confirm(login: string, password: string, origin: Origin): Promise<Account> {
    refuseOverlong({ login, password }, 'username');
    return this.attempts.admit(login, origin, async (attempt) => {
      const account = await this.ofPassword(attempt, password);
      // who knows the password alone must not clear the counter on which codes are guessed
      if (account.secondFactors.length === 0) await this.attempts.succeeded(attempt);
      return account;
    });
  }

  complete(half: HalfProved, otp: string, origin: Origin): Promise<ProvedPerson> {
    return this.attempts.admit(half.email, origin, async (attempt) => {
      const account = this.attempts.ofHalf(half, attempt);
      refuseAddress(account, origin);
      if (account.secondFactors.length === 0) {
        throw new InvalidCredentials('there is no second factor to complete it with', { userId: account.id });
      }
      const amr = await this.methodsOf(account, otp, attempt);
      await this.attempts.succeeded(attempt);
      return { account, amr };
    });
  }

  guess({ email }: Account, origin: Origin, holds: () => Promise<boolean>): Promise<boolean> {
    return this.attempts.admit(email, origin, async (attempt) => {
      const held = await holds();
      if (!held) await this.attempts.failed(attempt);
      return held;
    });
  }

  private async ofPassword(attempt: SignInAttempt, password: string): Promise<Account> {
    const { account, passwordHash, subject } = attempt.standing;
    const matches = await this.hasher.verify(passwordHash, password, attempt.network);
    if (account === undefined || passwordHash === undefined || !matches || account.disabled) {
      await this.attempts.failed(attempt);
      if (attempt.closed !== undefined) throw attempt.closed;
      const who = whoOf({ account, subject });
      if (account === undefined) throw new InvalidCredentials('no such user', who).at(PASSWORD_CHECKS, 'account');
      throw matches
        ? new InvalidCredentials('the user is disabled', who, true).at(PASSWORD_CHECKS, 'account-enabled')
        : new InvalidCredentials('wrong password', who).at(PASSWORD_CHECKS, 'password');
    }
    refuseAddress(account, attempt.origin);
    if (this.hasher.isOutdated(passwordHash)) {
      await this.credentials.rehash(account.id, passwordHash, await this.hasher.hash(password));
    }
    return account;
  }

  /** An account without a second factor costs no further look. */
  private async methodsOf(
    account: Account,
    otp: string | undefined,
    attempt: SignInAttempt,
  ): Promise<readonly string[]> {
    if (account.secondFactors.length === 0) return PASSWORD_ONLY;
    if (otp === undefined) throw new SecondFactorRequired(account, 'code');
    const finding = await this.factors.finds(account.id, otp, attempt.origin);
    if (finding === 'right') return PASSWORD_AND_CODE;
    await this.attempts.failed(attempt);
    throw new SecondFactorRequired(account, 'right-code', finding === 'closed' ? CLOSED : undefined);
  }
}
