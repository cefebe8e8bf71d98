import type { Account } from '../../oauth/stores/accounts.js';
import type { DoneBy } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';

/** The most browsers that one account trusts: the newest stay. */
export const MAX_TRUSTED_BROWSERS = 20;

/** A browser that is trusted, as people look at theirs. */
export interface TrustedBrowser {
  id: string;
  /** Whether the one who looks shows its token. */
  isPresent: boolean;
  ip: string | null;
  /** The address of the last sign-in by it. */
  lastIp: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
}

export interface NewTrust {
  /** As its proofs held. */
  account: Account;
  /** SHA-256 of the new token. */
  hash: Buffer;
  expiresAt: Date;
  /** Of the tokens that the browser has. Those of this account are replaced. */
  present: readonly Buffer[];
}

/**
 * Browsers whose owners trust them. A token is worth something only while its account is as it was: another password or
 * factor, disabling, and the end of all sign-ins end all its trust at once. Tokens are known by their SHA-256.
 */
export abstract class TrustedBrowsers {
  /**
   * Trusts a browser, audited. Returns the hashes of the tokens that are worth nothing now; undefined, and nothing is
   * trusted, where what proves the person has changed since.
   */
  abstract add(trust: NewTrust, origin: Origin): Promise<readonly Buffer[] | undefined>;

  /** Whether one of these tokens holds for this very account, as it is. Recorded and audited. */
  abstract use(account: Account, hashes: readonly Buffer[], origin: Origin): Promise<boolean>;

  /** The newest first. */
  abstract of(userId: string, present?: readonly Buffer[]): Promise<TrustedBrowser[]>;

  /** Ends the trust in one browser, or in all, audited. Returns in how many. */
  abstract remove(userId: string, id: string | undefined, by: DoneBy): Promise<number>;
}
