import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

/** A live browser session, as people look at theirs. */
export interface SessionRecord {
  id: string;
  userId: string;
  /** Authentication methods (RFC 8176). */
  amr: readonly string[];
  ip: string | null;
  userAgent: string | null;
  authenticatedAt: Date;
  createdAt: Date;
  expiresAt: Date;
}

/** The live sessions of a person, to look at and to end. Every ending is durable and audited when it returns. */
export abstract class SessionRegister {
  /** Newest first; one more than the page holds if there are more. */
  abstract list(userId: string, page: PageRequest): Promise<SessionRecord[]>;

  /** Ends a session; false when there is none such, or it is not this user's. Any user's where `userId` is undefined. */
  abstract end(id: string, userId: string | undefined, by: DoneBy): Promise<boolean>;

  /** Ends all sessions of a user but the one to keep. */
  abstract endAll(userId: string, keep: string | undefined, by: DoneBy): Promise<void>;
}
