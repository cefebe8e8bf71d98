/** One token of a chain of exchanges (RFC 8693): its `jti`, the application it was issued to, and that one's epoch. */
export type TokenLink = readonly [jti: string, clientId: string, applicationEpoch: number];

/**
 * The conditions of a write, which it holds in its own transaction: it is either done before its caller is ended, and
 * seen by the ending, or not done.
 */
export type Standing =
  | {
      kind: 'session';
      accountId: string;
      id: string;
      /** SHA-256 of the cookie that was shown: a copy ends when the session gets another one. */
      secretHash: Buffer;
    }
  | { kind: 'api-key'; accountId: string; id: string }
  | {
      kind: 'access-token';
      /** The account, or the owner of an application that acts for itself; null if there is none. */
      accountId: string | null;
      /** That account's, as it was when the caller was authenticated; null if there is none. */
      role: 'admin' | 'member' | null;
      /** The owner of the service that acts for the account (RFC 8693 section 4.1); null if there is none. */
      actingOwnerId: string | null;
      /** Null where an application acts for itself. */
      signInId: string | null;
      /** The token and those it was exchanged for. */
      links: readonly TokenLink[];
    }
  /** A registration access token (RFC 7592); SHA-256. */
  | { kind: 'registration'; accountId: null; clientId: string; tokenHash: Buffer }
  | { kind: 'unconditional'; accountId: null };

/**
 * No conditions: the server acts by itself, the write's own statements hold them, or it continues an operation whose
 * caller was checked when it began.
 */
export const UNCONDITIONAL: { readonly standing: Standing } = { standing: { kind: 'unconditional', accountId: null } };

/** The accounts whose rows a write locks for its caller. */
export function accountsOf(standing: Standing): string[] {
  const actingOwnerId = standing.kind === 'access-token' ? standing.actingOwnerId : null;
  return [...new Set([standing.accountId, actingOwnerId])].filter((id) => id !== null);
}

/** The conditions of a person's actions in a browser: the session. */
export function standingOn({ account, sessionId, secretHash }: PresentSession): Standing {
  return { kind: 'session', accountId: account.id, id: sessionId, secretHash };
}

interface PresentSession {
  account: { id: string };
  sessionId: string;
  secretHash: Buffer;
}
