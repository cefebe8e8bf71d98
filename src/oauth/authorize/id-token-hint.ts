/** The claims of an id_token of this server, expired or not. */
export interface HintedSignIn {
  clientId: string;
  /** The subject, in the form that the client knows. */
  subject: string;
  /** The session, in the form that the client knows. */
  sid: string | undefined;
  issuedAt: Date;
  /** To the second. */
  authenticatedAt: Date | undefined;
}

/** Reads an `id_token_hint`. The core knows no id_tokens; OpenID Connect provides the reader. */
export abstract class IdTokenHints {
  /** Undefined for anything that is not an id_token of this server. */
  abstract read(idToken: string): Promise<HintedSignIn | undefined>;
  /** Whether it claims this issuer and names a key that was removed, as old ones do. Proves nothing. */
  abstract mayBeOfLongAgo(idToken: string): boolean;
}
