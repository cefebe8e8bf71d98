import type { RevokedBy } from '../oauth/stores/applications.js';

/** What one application holds in the browser sessions of people. */
export abstract class ApplicationSessions {
  /** The sessions in which a person signed in to the application, the newest first. */
  abstract of(applicationId: string, userId: string): Promise<readonly string[]>;

  /**
   * Ends the application's sign-ins in a session, but those that may go on offline: durable, audited, and known to all
   * nodes within the change feed's bound. The session goes on.
   */
  abstract end(applicationId: string, sessionId: string, by: RevokedBy): Promise<void>;
}
