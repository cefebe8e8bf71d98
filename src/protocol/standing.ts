/** One token of a chain of exchanges (RFC 8693): its `jti`, the application it was issued to, and that one's epoch. */
export type TokenLink = readonly [jti: string, clientId: string, applicationEpoch: number];

/**
 * What the right to write something stands on. A write holds all of it in its own transaction, so that it is either
 * done before its caller is ended, and seen by the ending, or not at all.
 */
export type Standing =
  | { kind: 'session'; accountId: string; id: string }
  | { kind: 'api-key'; accountId: string; id: string }
  | {
      kind: 'access-token';
      /** The person, or the owner of an application that acts for itself; null where there is none. */
      accountId: string | null;
      /** Null where an application acts for itself. */
      signInId: string | null;
      /** The token and those it was exchanged for. */
      links: readonly TokenLink[];
    }
  /** A registration access token (RFC 7592); SHA-256. */
  | { kind: 'registration'; accountId: null; clientId: string; tokenHash: Buffer }
  | { kind: 'unconditional'; accountId: null };

/**
 * Nothing is held: the server acts by itself, the write's own statements hold what it stands on, or it goes on with an
 * act whose caller was held when it began.
 */
export const UNCONDITIONAL: { readonly standing: Standing } = { standing: { kind: 'unconditional', accountId: null } };

/** What a person does at their browser stands on its session. */
export function standingOn({ account, sessionId }: { account: { id: string }; sessionId: string }): Standing {
  return { kind: 'session', accountId: account.id, id: sessionId };
}
