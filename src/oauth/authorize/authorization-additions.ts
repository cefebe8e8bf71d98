import type { AuthorizationRequest } from './authorization-request.js';
import type { SignedIn } from './signed-in.js';

/** Additional parameters of an authorization response. The core adds none; OpenID Connect provides `session_state`. */
export abstract class AuthorizationAdditions {
  abstract for(request: AuthorizationRequest, signedIn: SignedIn): Record<string, string>;
}
