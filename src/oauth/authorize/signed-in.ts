import type { Account } from '../stores/accounts.js';

/** The account that is signed in at this browser, as an authorization request needs it. */
export interface SignedIn {
  sessionId: string;
  account: Account;
  authenticatedAt: Date;
  amr: readonly string[];
  /** SHA-256 of the cookie that was shown. */
  secretHash: Buffer;
  /** Changes whenever the browser signs in or out; scripts can read it. */
  browserState: string;
}
