import type { RevokedBy } from '../oauth/stores/applications.js';

/**
 * What one application holds in the browser sessions of people: sign-ins that no one else has ended, and whose consent was
 * not taken back. One that has expired, or that the application gave up, is held still: applications let their tokens expire,
 * or revoke them, before people sign out.
 */
export abstract class ApplicationSessions {
  /**
   * The sessions of a person that have not been ended and in which the application holds a sign-in, the newest first: those in
   * which the person may have been authenticated in this second.
   */
  abstract of(applicationId: string, userId: string, authenticatedAt: Date): Promise<readonly string[]>;

  /** Whether the application holds a sign-in in this session. */
  abstract isIn(applicationId: string, sessionId: string): Promise<boolean>;

  /**
   * Ends the application's sign-ins in a session, as given up, but those that may go on offline: durable, audited, and known to all
   * nodes within the change feed's bound; many of them in batches. What is cut off is done by the next call. The session goes on.
   */
  abstract end(applicationId: string, sessionId: string, by: RevokedBy): Promise<void>;
}
