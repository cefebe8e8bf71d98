import type { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Application } from '../stores/applications.js';
import type { Confirmation } from '../tokens/access-token.js';
import type { TokenSet } from '../tokens/token-issuer.js';

export interface GrantRequest {
  client: Application;
  parameters: Parameters;
  origin: Origin;
  /** What the request proved to have, and its tokens get bound to; undefined: bearer tokens. */
  confirmation: Confirmation | undefined;
}

/** One way to get tokens. The endpoint has authenticated the client and holds everything every grant needs. */
export abstract class Grant {
  abstract readonly grantType: string;
  /** What a request goes through, from `GRANT_CHECKS` on. */
  abstract readonly checks: CheckList;
  abstract handle(request: GrantRequest): Promise<TokenSet>;
}
