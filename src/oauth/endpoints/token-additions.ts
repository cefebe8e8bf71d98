import type { Application } from '../stores/applications.js';
import type { TokenSet } from '../tokens/token-issuer.js';

/** Additional members of a token response. The core adds none; OpenID Connect provides the id_token. */
export abstract class TokenAdditions {
  abstract for(tokens: TokenSet, client: Application): Promise<Record<string, unknown>>;
}
