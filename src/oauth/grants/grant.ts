import type { CheckList } from '../../protocol/check-list.js';
import type { Origin } from '../../protocol/origin.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { ShownSender } from '../sender/sender-constraint.js';
import type { Application } from '../stores/applications.js';
import type { Confirmation } from '../tokens/access-token.js';
import type { TokenSet } from '../tokens/token-issuer.js';

export interface GrantRequest {
  client: Application;
  parameters: Parameters;
  origin: Origin;
  /** The key that the request proved to have, to which its tokens are bound; undefined: bearer tokens. */
  confirmation: Confirmation | undefined;
  /** The proofs of possession of the request. */
  sender: ShownSender | undefined;
}

/** A grant type. The endpoint has authenticated the client and applies the rules of all grants. */
export abstract class Grant {
  abstract readonly grantType: string;
  /** The steps of a request, after `GRANT_CHECKS`. */
  abstract readonly checks: CheckList;
  abstract handle(request: GrantRequest): Promise<TokenSet>;
}
