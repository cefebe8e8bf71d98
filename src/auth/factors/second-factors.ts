import type { ProvedAccount } from '../../oauth/stores/accounts.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';
import type { ShownPasskey } from '../passkeys/passkeys.js';

/** The authenticator app of an account. */
export interface Authenticator {
  /** Shared with the app (RFC 6238). */
  secret: Buffer;
  /** In a row. */
  wrongCodes: number;
}

/**
 * Wrong codes in a row, from which on no code of the app is taken until something else has proved the person.
 * @see NIST SP 800-63B-4 section 3.2.2
 */
export const WRONG_CODES = 100;

/** An authenticator app that is to become an account's. */
export interface NewAuthenticator extends Pick<Authenticator, 'secret'> {
  userId: string;
  /** The account's, when the enrolment began. */
  epoch: number;
  proofEpoch: number;
  /** Its number among those that were begun; undefined: a server of the version before began it. */
  nth: number | undefined;
  /** The time step of the code that proved it, which is used up. */
  step: number;
}

/** What an account has beside its password. */
export interface FactorOverview {
  authenticator: { createdAt: Date; lastUsedAt: Date | null } | undefined;
  /** The oldest first. */
  passkeys: readonly ShownPasskey[];
  recoveryCodes: number;
  /** In how many browsers the password alone signs in. */
  trustedBrowsers: number;
  /** When factors or password last changed, or a recovery code was used; the latest first. */
  changes: readonly { at: Date; action: string; address: string | null }[];
}

/** The second factors of the accounts: secrets sealed, recovery codes hashed. */
export abstract class SecondFactors {
  abstract authenticatorOf(userId: string): Promise<Authenticator | undefined>;

  /**
   * Uses up a time step and all before it, and ends the row of wrong codes. False where it was used, or where there were
   * `WRONG_CODES`: of parallel callers one gets true.
   */
  abstract useStep(userId: string, step: number): Promise<boolean>;

  /** Counts a wrong code of the app. From the fifth in a row on the owner is mailed, once a day. */
  abstract countWrongCode(userId: string, origin: Origin): Promise<void>;

  /** Uses up a recovery code, audited and mailed, and ends the row of wrong codes. False where there is none: of parallel callers one gets true. */
  abstract useRecoveryCode(userId: string, hash: Buffer, origin: Origin): Promise<boolean>;

  /** Counts an enrolment that begins. @returns its number; undefined: there is no such account */
  abstract countEnrolment(userId: string): Promise<number | undefined>;

  /** The number of the enrolment that was begun last. */
  abstract lastEnrolment(userId: string): Promise<number | undefined>;

  /**
   * Gives the account this authenticator app, in the place of one it has, and these recovery codes alone. Audited and
   * mailed. False, and nothing changes, where what proves the person has changed since the enrolment began,
   * or another was begun after it.
   */
  abstract enrol(authenticator: NewAuthenticator, codeHashes: readonly Buffer[], by: DoneBy): Promise<boolean>;

  /**
   * Replaces all recovery codes, audited and mailed. False for an account without a second factor.
   * @throws Conflict where what proves the account has changed since it was proved
   */
  abstract replaceRecoveryCodes(account: ProvedAccount, codeHashes: readonly Buffer[], by: DoneBy): Promise<boolean>;

  /**
   * Takes the authenticator app away, audited and mailed; the recovery codes go with the last factor. False: there is none.
   * @throws Conflict where what proves the account has changed since it was proved
   */
  abstract removeAuthenticator(account: ProvedAccount, by: DoneBy): Promise<boolean>;

  /** Takes all factors and recovery codes away, audited and mailed. False where there are none. */
  abstract reset(userId: string, by: DoneBy): Promise<boolean>;

  abstract overviewOf(userId: string): Promise<FactorOverview>;
}
