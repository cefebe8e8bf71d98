import type { Account, ProvedAccount } from '../oauth/stores/accounts.js';
import type { Actor, DoneBy } from '../protocol/audit-event.js';
import type { Origin } from '../protocol/origin.js';

/** A browser session, as its cookie proves it. */
export interface Session {
  id: string;
  account: Account;
  authenticatedAt: Date;
  amr: readonly string[];
  /** When a second factor was last proved; null: never. */
  secondFactorAt: Date | null;
  expiresAt: Date;
  /** SHA-256 of the secret in the cookie that was shown. */
  secretHash: Buffer;
}

/** Browser sessions. The cookie holds a secret, the row its hash. */
export abstract class Sessions {
  /** Begins a session with a new id and secret, durably and audited. Only the cookie may hold the secret. */
  abstract begin(
    account: Account,
    amr: readonly string[],
    origin: Origin,
  ): Promise<{ session: Session; secret: string }>;

  /**
   * Continues a session under a new secret after its owner signs in again; the old secret is invalid.
   * Undefined if the session has ended, or got another secret, meanwhile.
   */
  abstract renew(session: Session, amr: readonly string[], origin: Origin): Promise<string | undefined>;

  /**
   * Records, durably and audited, that the session's owner has just proved a second factor. The session goes on under a
   * new secret: a copy of the old one must not share in the proof.
   * @param amr all methods of the session, those included. Undefined if the session has ended meanwhile.
   * @throws Conflict where what proves the account has changed since it was proved
   */
  abstract stepUp(id: string, account: ProvedAccount, amr: readonly string[], by: DoneBy): Promise<string | undefined>;

  /** The live session of a cookie's secret; the epoch of its account must be unchanged. */
  abstract find(secret: string): Promise<Session | undefined>;

  /** Whether a secret is that of a session, which may have ended. False where the session goes on under another, too. */
  abstract holds(secret: string): Promise<boolean>;

  /**
   * Ends a session, and with it the sign-ins that depend on it; notifies the applications that registered for logout
   * notifications. Returns the `client_id`s of the applications it reached, or undefined if there was no session.
   * @param actor who ends it; the user, where it is not given
   */
  abstract end(id: string, userId: string, origin: Origin, actor?: Actor): Promise<readonly string[] | undefined>;
}
