/** What an id_token of this server says, expired or not. */
export interface HintedSignIn {
  clientId: string;
  /** The subject, as that client knows the person. */
  subject: string;
  /** The session, as that client knows it. */
  sid: string | undefined;
}

/** Reads an `id_token_hint`. The core knows no id_tokens: OpenID Connect provides the reader. */
export abstract class IdTokenHints {
  /** Undefined for whatever is no id_token of this server. */
  abstract read(idToken: string): Promise<HintedSignIn | undefined>;
  /** Whether it calls itself ours and names a key that is gone by now, as those of long ago do. Proves nothing. */
  abstract mayBeOfLongAgo(idToken: string): boolean;
}
