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

/** What ending many sessions leaves the browser that asked for it. */
export interface EndedSessions {
  /** Whether its own ended, too. */
  current: boolean;
  /** What its cookie holds from now on; undefined: what it held. */
  sessionSecret: string | undefined;
}
