import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { networkOf } from '../../network/network.js';
import { PASSWORD_CHECKS, PasswordVerifier } from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import type { Origin } from '../../protocol/origin.js';
import { InvalidCredentials, type RefusalSubject } from '../../protocol/refusal.js';
import { TooManyAttempts } from '../../protocol/too-many.js';
import { AttemptSlots, type SlotLimit } from './attempt-slots.js';
import { refuseOverlong } from './login-and-password.js';
import { Credentials, type Failures, type Standing } from './credentials.js';
import { PasswordHasher } from './password-hasher.js';

/** The password check that all faces share. */
@Injectable()
export class PasswordCheck extends PasswordVerifier {
  private readonly slots = new AttemptSlots();

  constructor(
    private readonly credentials: Credentials,
    private readonly hasher: PasswordHasher,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  verify(login: string, password: string, origin: Origin): Promise<Account> {
    return this.attempt(login, password, origin, (standing, network) =>
      this.decide(standing, password, network, origin),
    );
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

  private async decide(
    { account, passwordHash, subject, accountAndNetwork }: Standing,
    password: string,
    network: string,
    origin: Origin,
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
    if (accountAndNetwork.count > 0) await this.credentials.succeeded(subject, network);
    IpWhitelistGuard.decide(origin.address, {
      whitelist: account.whitelist,
      name: "the account's whitelist",
      subject: { userId: account.id },
      at: [PASSWORD_CHECKS, 'account-address'],
    });
    if (this.hasher.isOutdated(passwordHash)) {
      await this.credentials.rehash(account.id, passwordHash, await this.hasher.hash(password));
    }
    return account;
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
