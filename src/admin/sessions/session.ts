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
