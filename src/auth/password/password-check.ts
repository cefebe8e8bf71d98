import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { networkOf } from '../../network/network.js';
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
import { InvalidCredentials, type RefusalSubject } from '../../protocol/refusal.js';
import { TooManyAttempts } from '../../protocol/too-many.js';
import { SecondFactorCheck } from '../factors/second-factor-check.js';
import { AttemptSlots, type SlotLimit } from './attempt-slots.js';
import { refuseOverlong } from './login-and-password.js';
import { Credentials, type Failures, type Standing } from './credentials.js';
import { PasswordHasher } from './password-hasher.js';

const NONE: Failures = { count: 0, resetsAt: null };

/** The password check that all faces share. A second factor is guessed on the same counters as the password. */
@Injectable()
export class PasswordCheck extends PasswordVerifier {
  private readonly slots = new AttemptSlots();

  constructor(
    private readonly credentials: Credentials,
    private readonly hasher: PasswordHasher,
    private readonly factors: SecondFactorCheck,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  verify(login: string, password: string, origin: Origin, otp?: string): Promise<ProvedPerson> {
    return this.attempt(login, password, origin, async (standing, network) => {
      const account = await this.ofPassword(standing, password, network);
      const amr = await this.methodsOf(account, otp, standing, network, origin);
      await this.succeeded(account, standing, network, origin);
      return { account, amr };
    });
  }

  confirm(login: string, password: string, origin: Origin): Promise<Account> {
    return this.attempt(login, password, origin, async (standing, network) => {
      const account = await this.ofPassword(standing, password, network);
      // who knows the password alone must not clear the counter on which codes are guessed
      const cleared = account.secondFactors.length > 0 ? { ...standing, accountAndNetwork: NONE } : standing;
      await this.succeeded(account, cleared, network, origin);
      return account;
    });
  }

  complete({ email, id, epoch, proofEpoch }: HalfProved, otp: string, origin: Origin): Promise<ProvedPerson> {
    return this.attempt(email, otp, origin, async (standing, network) => {
      const { account } = standing;
      if (account?.id !== id || account.disabled || account.epoch !== epoch || account.proofEpoch !== proofEpoch) {
        throw new InvalidCredentials('the account has changed since its password was shown', { userId: id });
      }
      const amr = await this.methodsOf(account, otp, standing, network, origin);
      await this.succeeded(account, standing, network, origin);
      return { account, amr };
    });
  }

  guess({ email }: Account, origin: Origin, holds: () => Promise<boolean>): Promise<boolean> {
    return this.attempt(email, '', origin, async ({ subject }, network) => {
      const held = await holds();
      if (!held) await this.credentials.failed(subject, network);
      return held;
    });
  }

  /** One attempt, of those that are admitted at the same time. */
  private async attempt<T>(
    login: string,
    secret: string,
    origin: Origin,
    decide: (standing: Standing, network: string) => Promise<T>,
  ): Promise<T> {
    refuseOverlong({ login, password: secret }, 'username');
    const name = login.trim().toLowerCase();
    const network = networkOf(origin.address);
    const { standing, limits } = await this.slots.admit(async () => {
      const standing = await this.credentials.standing(name, network);
      this.refuseTooMany(standing, origin);
      return { standing, limits: this.limitsOf(standing, network) };
    });
    try {
      return await decide(standing, network);
    } finally {
      this.slots.release(limits);
    }
  }

  /** How many failures each counter that could refuse the next attempt still allows. */
  private limitsOf(standing: Standing, network: string): SlotLimit[] {
    const { attemptsPerAccountAndNetwork, attemptsPerAccount, attemptsPerNetwork } = this.settings;
    const { subject, familiar } = standing;
    const limits = [
      { key: `${subject} ${network}`, available: attemptsPerAccountAndNetwork - standing.accountAndNetwork.count },
      { key: network, available: attemptsPerNetwork - standing.network.count },
    ];
    if (!familiar) limits.push({ key: subject, available: attemptsPerAccount - standing.everywhere.count });
    return limits;
  }

  private async ofPassword(
    { account, passwordHash, subject }: Standing,
    password: string,
    network: string,
  ): Promise<Account> {
    const matches = await this.hasher.verify(passwordHash, password);
    if (account === undefined || passwordHash === undefined || !matches || account.disabled) {
      await this.credentials.failed(subject, network);
      const who = whoOf({ account, subject });
      if (account === undefined) throw new InvalidCredentials('no such user', who).at(PASSWORD_CHECKS, 'account');
      throw matches
        ? new InvalidCredentials('the user is disabled', who, true).at(PASSWORD_CHECKS, 'account-enabled')
        : new InvalidCredentials('wrong password', who).at(PASSWORD_CHECKS, 'password');
    }
    if (this.hasher.isOutdated(passwordHash)) {
      await this.credentials.rehash(account.id, passwordHash, await this.hasher.hash(password));
    }
    return account;
  }

  /** An account without a second factor costs no further look. */
  private async methodsOf(
    account: Account,
    otp: string | undefined,
    { subject }: Standing,
    network: string,
    origin: Origin,
  ): Promise<readonly string[]> {
    if (account.secondFactors.length === 0) return PASSWORD_ONLY;
    if (otp === undefined) throw new SecondFactorRequired(account, 'code');
    if (await this.factors.holds(account.id, otp, origin)) return PASSWORD_AND_CODE;
    await this.credentials.failed(subject, network);
    throw new SecondFactorRequired(account, 'right-code');
  }

  private async succeeded(
    account: Account,
    { subject, accountAndNetwork }: Standing,
    network: string,
    origin: Origin,
  ): Promise<void> {
    if (accountAndNetwork.count > 0) await this.credentials.succeeded(subject, network);
    IpWhitelistGuard.decide(origin.address, {
      whitelist: account.whitelist,
      name: "the account's whitelist",
      subject: { userId: account.id },
      at: [PASSWORD_CHECKS, 'account-address'],
    });
  }

  private refuseTooMany(standing: Standing, origin: Origin): void {
    const { attemptsPerAccountAndNetwork, attemptsPerAccount, attemptsPerNetwork } = this.settings;
    const who = whoOf(standing);
    const refuse = (failures: Failures, limit: number, where: string) => {
      if (failures.count < limit) return;
      const wait = failures.resetsAt === null ? 0 : failures.resetsAt.getTime() - this.clock.now().getTime();
      const retryAfter = Math.max(1, Math.ceil(wait / 1000));
      const detail = `${String(failures.count)} failed attempts ${where} (${origin.address})`;
      throw new TooManyAttempts(retryAfter, detail, who).at(PASSWORD_CHECKS, 'attempts');
    };
    refuse(standing.accountAndNetwork, attemptsPerAccountAndNetwork, 'at this account from this network');
    if (!standing.familiar) refuse(standing.everywhere, attemptsPerAccount, 'at this account from everywhere');
    refuse(standing.network, attemptsPerNetwork, 'from this network');
  }
}

/** For the audit trail. */
function whoOf({ account, subject }: Pick<Standing, 'account' | 'subject'>): RefusalSubject {
  return account === undefined ? { unknownLogin: subject } : { userId: account.id };
}
