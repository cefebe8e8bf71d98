import type { Account } from '../stores/accounts.js';

/** Who is signed in at this browser, as far as an authorization request cares. */
export interface SignedIn {
  sessionId: string;
  account: Account;
  authenticatedAt: Date;
  amr: readonly string[];
  /** Changes whenever the browser signs in or out; its scripts can read it. */
  browserState: string;
}
