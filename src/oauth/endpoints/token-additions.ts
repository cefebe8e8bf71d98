import type { Application } from '../stores/applications.js';
import type { TokenSet } from '../tokens/token-issuer.js';

/** What else stands in a token answer. The core adds nothing: OpenID Connect provides the id_token. */
export abstract class TokenAdditions {
  abstract for(tokens: TokenSet, client: Application): Promise<Record<string, unknown>>;
}
