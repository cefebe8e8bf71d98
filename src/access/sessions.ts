import type { Account } from '../oauth/stores/accounts.js';
import type { Origin } from '../protocol/origin.js';

/** A browser's session, as its cookie proves it. */
export interface Session {
  id: string;
  account: Account;
  authenticatedAt: Date;
  amr: readonly string[];
  expiresAt: Date;
}

/** Browser sessions: the cookie holds a secret, the row its hash. */
export abstract class Sessions {
  /** Begins a session with a new id and secret, durably and audited. The secret is for the cookie alone. */
  abstract begin(
    account: Account,
    amr: readonly string[],
    origin: Origin,
  ): Promise<{ session: Session; secret: string }>;

  /**
   * Whoever signs in again goes on with their session under a new secret; the old one is worth nothing any more.
   * Undefined when the session has ended meanwhile.
   */
  abstract renew(session: Session, amr: readonly string[], origin: Origin): Promise<string | undefined>;

  /** The live session of a cookie's secret; its account's epoch must not have moved. */
  abstract find(secret: string): Promise<Session | undefined>;

  /**
   * Ends a session on the server, and with it the sign-ins that may not go on without it; whichever applications want
   * to hear of it will. The `client_id`s of those it reached; undefined when there was no session to end.
   */
  abstract end(id: string, userId: string, origin: Origin): Promise<readonly string[] | undefined>;
}
