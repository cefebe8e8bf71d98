import type { AuthorizationRequest } from './authorization-request.js';
import type { SignedIn } from './signed-in.js';

/** What else an authorization response says. The core adds nothing: OpenID Connect provides the session's state. */
export abstract class AuthorizationAdditions {
  abstract for(request: AuthorizationRequest, signedIn: SignedIn): Record<string, string>;
}
