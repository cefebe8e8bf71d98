/** Reads an `id_token_hint`. The core knows no id_tokens: OpenID Connect provides the reader. */
export abstract class IdTokenHints {
  /** The subject of an id_token that this server issued, expired or not; undefined for anything else. */
  abstract subjectOf(idToken: string): string | undefined;
}
