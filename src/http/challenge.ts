import { STRONG_ALGORITHMS } from '../protocol/client-algorithms.js';
import type { Refusal } from '../protocol/refusal.js';

/**
 * The `WWW-Authenticate` of a refusal, if it has one; `hasToken`: whether an access token was presented.
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function challengeOf(refusal: Refusal, hasToken: boolean): string | undefined {
  if (refusal.challenge === 'DPoP') return dpopChallengeOf(refusal);
  switch (refusal.reason) {
    case 'invalid_client':
      return 'Basic realm="latchkey", charset="UTF-8"';
    case 'not_authenticated':
    case 'invalid_credentials':
    case 'mfa_required':
      // RFC 6750 §3.1: without authentication information "the resource server SHOULD NOT include an error code"
      return 'Bearer realm="latchkey"';
    case 'invalid_token':
    case 'invalid_grant':
      return 'Bearer realm="latchkey", error="invalid_token", error_description="Could not validate credentials"';
    case 'insufficient_scope':
      return `Bearer realm="latchkey", error="insufficient_scope", scope="${refusal.scope ?? ''}"`;
    case 'insufficient_user_authentication':
      return userAuthenticationChallengeOf(refusal);
    case 'access_denied':
      // RFC 6750 §3: required for a request that "does not contain an access token that enables access"
      return hasToken ? 'Bearer realm="latchkey", error="insufficient_scope"' : undefined;
    default:
      return undefined;
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc9470#section-3 */
function userAuthenticationChallengeOf({ reason, description, authentication }: Refusal): string {
  const { acr = '', maxAge = 0 } = authentication ?? {};
  const wanted = `acr_values="${acr}", max_age="${String(maxAge)}"`;
  return `Bearer realm="latchkey", error="${reason}", error_description="${description}", ${wanted}`;
}

/** @see https://www.rfc-editor.org/rfc/rfc9449#section-7.1 */
function dpopChallengeOf({ reason, description }: Refusal): string {
  const algorithms = STRONG_ALGORITHMS.join(' ');
  return `DPoP realm="latchkey", error="${reason}", error_description="${description}", algs="${algorithms}"`;
}
