import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { IpWhitelistGuard } from '../../network/ip-whitelist.guard.js';
import { networkOf } from '../../network/network.js';
import { type HalfProved, PASSWORD_CHECKS } from '../../oauth/grants/password-verifier.js';
import type { Account } from '../../oauth/stores/accounts.js';
import { accountName } from '../../protocol/account-name.js';
import type { Origin } from '../../protocol/origin.js';
import { InvalidCredentials, type RefusalSubject } from '../../protocol/refusal.js';
import { TooManyAttempts } from '../../protocol/too-many.js';
import { AttemptSlots, type SlotLimit } from './attempt-slots.js';
import { Credentials, type Failures, type Standing } from './credentials.js';

/** An attempt that is admitted. */
export interface SignInAttempt {
  standing: Standing;
  network: string;
  origin: Origin;
}

/** What every attempt to prove an account passes: the limits before the proof; `refuseAddress` follows it. */
@Injectable()
export class SignInAttempts {
  private readonly slots = new AttemptSlots();

  constructor(
    private readonly credentials: Credentials,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * One attempt, of those that are admitted at the same time.
   * @param login an e-mail address or a user name, of an account or not
   * @throws TooManyAttempts before anything is decided
   */
  async admit<T>(login: string, origin: Origin, decide: (attempt: SignInAttempt) => Promise<T>): Promise<T> {
    const name = accountName(login);
    const network = networkOf(origin.address);
    const { standing, limits } = await this.slots.admit(async () => {
      const standing = await this.credentials.standing(name, network);
      this.refuseTooMany(standing, origin);
      return { standing, limits: this.limitsOf(standing, network) };
    });
    try {
      return await decide({ standing, network, origin });
    } finally {
      this.slots.release(limits);
    }
  }

  /** The account of half a sign-in. @throws InvalidCredentials where what proves the person has changed since */
  ofHalf({ id, epoch, proofEpoch }: HalfProved, { standing: { account } }: SignInAttempt): Account {
    if (account?.id !== id || account.disabled || account.epoch !== epoch || account.proofEpoch !== proofEpoch) {
      throw new InvalidCredentials('the account has changed since its password was shown', { userId: id });
    }
    return account;
  }

  /** Counts a failure. */
  async failed({ standing, network }: SignInAttempt): Promise<void> {
    await this.credentials.failed(standing.subject, network);
  }

  /** Clears the counter: everything that the account needs was proved. */
  async succeeded({ standing, network }: SignInAttempt): Promise<void> {
    const { subject, accountAndNetwork } = standing;
    if (accountAndNetwork.count > 0) await this.credentials.succeeded(subject, network);
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
export function whoOf({ account, subject }: Pick<Standing, 'account' | 'subject'>): RefusalSubject {
  return account === undefined ? { unknownLogin: subject } : { userId: account.id };
}

/**
 * Asked as soon as a password or a passkey has proved the account, and of half a sign-in again: from outside nothing more is
 * told, and nothing is used up. @throws Refusal `address_not_allowed`
 */
export function refuseAddress({ id: userId, whitelist }: Account, { address }: Origin): void {
  IpWhitelistGuard.decide(address, {
    whitelist,
    name: "the account's whitelist",
    subject: { userId },
    at: [PASSWORD_CHECKS, 'account-address'],
  });
}
