import type { Account } from '../../oauth/stores/accounts.js';

/** Failed attempts counted so far, and when the count is reset. */
export interface Failures {
  count: number;
  resetsAt: Date | null;
}

/** The state that decides about a sign-in attempt, from one database read. */
export interface Standing {
  account: Account | undefined;
  passwordHash: string | undefined;
  /** The key of the failure counters: the account's id, or the HMAC of an unknown name. */
  subject: string;
  /** Whether the account has signed in from this network before. */
  familiar: boolean;
  accountAndNetwork: Failures;
  everywhere: Failures;
  network: Failures;
}

/** Passwords and failure counters, shared by all faces and nodes. */
export abstract class Credentials {
  abstract standing(login: string, network: string): Promise<Standing>;
  /** Counts one failure under every counter. */
  abstract failed(subject: string, network: string): Promise<void>;
  /** Clears the counter of the account and network after a success. */
  abstract succeeded(subject: string, network: string): Promise<void>;
  /** Replaces a hash by a stronger one of the same password, unless the password has changed meanwhile. */
  abstract rehash(userId: string, old: string, replacement: string): Promise<void>;
}
