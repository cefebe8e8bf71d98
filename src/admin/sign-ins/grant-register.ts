import type { DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';

/** A live sign-in, as people look at theirs. */
export interface GrantRecord {
  id: string;
  userId: string;
  application: { clientId: string; name: string };
  /** Space separated. */
  scope: string;
  createdAt: Date;
  /** When its refresh token was last used; null: never. */
  rotatedAt: Date | null;
  ip: string | null;
  lastIp: string | null;
  userAgent: string | null;
  expiresAt: Date;
}

export interface GrantFilter {
  /** Undefined: anyone's. */
  userId?: string | undefined;
  clientId?: string | undefined;
}

/** The live sign-ins, to look at and to end. */
export abstract class GrantRegister {
  /** Newest first; one more than the page holds if there are more. */
  abstract list(filter: GrantFilter, page: PageRequest): Promise<GrantRecord[]>;

  /** Whose live sign-in it is. */
  abstract findOwner(id: string): Promise<string | undefined>;

  /** Ends one sign-in; false when there was nothing left to end. */
  abstract end(id: string, reason: string, by: DoneBy): Promise<boolean>;

  /**
   * Ends a person's sign-ins but the one to keep, in batches that are each durable, audited and told to every node
   * when they are done.
   */
  abstract endAll(filter: GrantFilter & { userId: string }, keep: string | undefined, by: DoneBy): Promise<void>;
}
