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
import { Credentials, type Standing } from './credentials.js';
import { NetworkLines } from './network-lines.js';

/** What each counter counts, for the audit trail. */
const WHERE = {
  accountAndNetwork: 'at this account from this network',
  everywhere: 'at this account from everywhere',
  network: 'from this network',
} as const;

type Counter = keyof typeof WHERE;

/**
 * Seconds of the longest Retry-After of the limit from everywhere: from a familiar network the right password passes at
 * once, and a client that waits for longer would keep its person out. The same for all, so that it tells nothing.
 */
const SOON = 60;

/** An attempt that is admitted. */
export interface SignInAttempt {
  standing: Standing;
  network: string;
  origin: Origin;
  /** Set when too many failed at the account from everywhere: the answer to a wrong password. */
  closed: TooManyAttempts | undefined;
}

/** What every attempt to prove an account passes: the limits before the proof; `refuseAddress` follows it. */
@Injectable()
export class SignInAttempts {
  private readonly lines = new NetworkLines();
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
  admit<T>(login: string, origin: Origin, decide: (attempt: SignInAttempt) => Promise<T>): Promise<T> {
    return this.enter(login, origin, (attempt) => {
      if (attempt.closed !== undefined && !attempt.standing.familiar) throw attempt.closed;
      return decide(attempt);
    });
  }

  /**
   * As `admit`, for the password of a name that any caller may type. Beyond the limit from everywhere it is decided, too: only a
   * right one from a familiar network is accepted, and to all others the account is one that is not there. An answer or a
   * time of its own would tell that the account exists and signs in from there.
   */
  admitPassword<T>(login: string, origin: Origin, decide: (attempt: SignInAttempt) => Promise<T>): Promise<T> {
    return this.enter(login, origin, (attempt) => {
      const { closed, standing } = attempt;
      if (closed === undefined || standing.familiar) return decide(attempt);
      return decide({ ...attempt, standing: { ...standing, account: undefined, passwordHash: undefined } });
    });
  }

  private enter<T>(login: string, origin: Origin, decide: (attempt: SignInAttempt) => Promise<T>): Promise<T> {
    const network = networkOf(origin.address);
    return this.lines.pass(network, () => this.attempt(accountName(login), network, origin, decide));
  }

  private async attempt<T>(
    name: string,
    network: string,
    origin: Origin,
    decide: (attempt: SignInAttempt) => Promise<T>,
  ): Promise<T> {
    const { limits, ...admitted } = await this.slots.admit(async () => {
      const standing = await this.credentials.standing(name, network);
      this.refuseTooMany(standing, origin);
      const closed = this.tooMany(standing, 'everywhere', this.settings.attemptsPerAccount, origin);
      return { standing, closed, limits: this.limitsOf(standing, network) };
    });
    try {
      return await decide({ ...admitted, network, origin });
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
    const { subject } = standing;
    const limits = [
      { key: `${subject} ${network}`, available: attemptsPerAccountAndNetwork - standing.accountAndNetwork.count },
      { key: network, available: attemptsPerNetwork - standing.network.count },
    ];
    // familiar networks wait in line as well: who did not would stand out
    const fromEverywhere = attemptsPerAccount - standing.everywhere.count;
    if (fromEverywhere > 0) limits.push({ key: subject, available: fromEverywhere });
    return limits;
  }

  private refuseTooMany(standing: Standing, origin: Origin): void {
    const { attemptsPerAccountAndNetwork, attemptsPerNetwork } = this.settings;
    const refusal =
      this.tooMany(standing, 'accountAndNetwork', attemptsPerAccountAndNetwork, origin) ??
      this.tooMany(standing, 'network', attemptsPerNetwork, origin);
    if (refusal !== undefined) throw refusal;
  }

  private tooMany(standing: Standing, counter: Counter, limit: number, origin: Origin): TooManyAttempts | undefined {
    const { count, resetsAt } = standing[counter];
    if (count < limit) return undefined;
    const left = resetsAt === null ? 0 : Math.ceil((resetsAt.getTime() - this.clock.now().getTime()) / 1000);
    const wait = counter === 'everywhere' ? Math.min(SOON, left) : left;
    const detail = `${String(count)} failed attempts ${WHERE[counter]} (${origin.address})`;
    const refusal = new TooManyAttempts(Math.max(1, wait), detail, whoOf(standing));
    return refusal.at(PASSWORD_CHECKS, 'attempts');
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
