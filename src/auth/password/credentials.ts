import type { Account } from '../../oauth/stores/accounts.js';

/** Failed attempts counted so far, and when the count starts afresh. */
export interface Failures {
  count: number;
  resetsAt: Date | null;
}

/** Everything that decides about an attempt to sign in, from one look at the database. */
export interface Standing {
  account: Account | undefined;
  passwordHash: string | undefined;
  /** What the failures are counted under: the account's id, or what stands for the name that was typed. */
  subject: string;
  /** Whether the account has signed in from this network before. */
  familiar: boolean;
  accountAndNetwork: Failures;
  everywhere: Failures;
  network: Failures;
}

/** Passwords and the attempts at them, on one set of counters for all faces and nodes. */
export abstract class Credentials {
  abstract standing(login: string, network: string): Promise<Standing>;
  /** Counts one failure everywhere it counts. */
  abstract failed(subject: string, network: string): Promise<void>;
  /** A success clears the counter of the account and network. */
  abstract succeeded(subject: string, network: string): Promise<void>;
  /** Replaces a hash by a stronger one of the same password, unless the password was changed meanwhile. */
  abstract rehash(userId: string, old: string, replacement: string): Promise<void>;
}
