import { ACR_VALUES } from '../../protocol/acr.js';
import { claimsByNameWithin, parseClaims } from '../../protocol/claims.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Check } from './check.js';

/**
 * A client receives claims by name only within its scopes.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
 */
export const checkClaims: Check = (parameters, { client }) => {
  const text = parameters.optional('claims');
  if (text === undefined) return { claims: undefined, expectedSubjects: [], essentialAcrs: [] };
  const { claims, subject, essentialAcrs } = parseClaims(text);
  // OpenID Connect Core §5.5.1.1: an essential acr that "cannot be met" is "a failed authentication attempt"
  if (essentialAcrs.length > 0 && !essentialAcrs.some((acr) => ACR_VALUES.includes(acr))) {
    throw new Refusal('unmet_authentication_requirements', `claims: this server reaches ${ACR_VALUES.join(', ')} only`);
  }
  return {
    claims: claimsByNameWithin(client.scopes, claims),
    expectedSubjects: subject === undefined ? [] : [subject],
    essentialAcrs,
  };
};
