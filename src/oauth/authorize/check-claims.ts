import { ACR_VALUES } from '../../protocol/acr.js';
import { claimsByNameWithin, parseClaims } from '../../protocol/claims.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import type { Check } from './check.js';

const NONE = { claims: undefined, expectedSubjects: [], essentialAcrs: [] } as const;

/**
 * A client receives claims by name only within its scopes.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter
 * @see https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics
 */
export const checkClaims: Check = (parameters, { client }) => {
  const text = parameters.optional('claims');
  if (text === undefined) return { ...NONE, voluntaryAcrs: preferred(parameters.optional('acr_values'), [], client) };
  const { claims, subject, essentialAcrs: insisted, voluntaryAcrs } = parseClaims(text);
  const essentialAcrs = knownOf(insisted);
  // OpenID Connect Core §5.5.1.1: an essential acr that "cannot be met" is "a failed authentication attempt"
  if (insisted.length > 0 && essentialAcrs.length === 0) {
    throw new Refusal('unmet_authentication_requirements', `claims: this server reaches ${ACR_VALUES.join(', ')} only`);
  }
  return {
    claims: claimsByNameWithin(client.scopes, claims),
    expectedSubjects: subject === undefined ? [] : [subject],
    essentialAcrs,
    voluntaryAcrs: preferred(parameters.optional('acr_values'), voluntaryAcrs, client),
  };
};

/**
 * The classes that the application would like, by `acr_values` and by an `acr` that is not essential, which section 5.5.1.1
 * has mean the same; else those that it registered.
 */
function preferred(acrValues: string | undefined, claimed: readonly string[], { metadata }: Application): string[] {
  const isAsked = acrValues !== undefined || claimed.length > 0;
  const named = isAsked ? [...(acrValues?.split(' ') ?? []), ...claimed] : (metadata.default_acr_values ?? []);
  return knownOf(named);
}

/** Those of the classes that this server knows, each once: they are stored, however many others are named. */
function knownOf(named: readonly string[]): string[] {
  return ACR_VALUES.filter((acr) => named.includes(acr));
}
