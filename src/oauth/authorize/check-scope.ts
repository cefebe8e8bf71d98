import type { Parameters } from '../../protocol/parameters.js';
import { InvalidScope } from '../../protocol/refusal.js';
import { OFFLINE, parseScope, scopeFault, scopesCompared } from '../../protocol/scope.js';
import type { Application } from '../stores/applications.js';
import type { Check } from './check.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
export const checkScope: Check = (parameters, { client, defaultScopes, askable }) => {
  const asked = parseScope(parameters.optional('scope') ?? '');
  const fault = scopeFault(asked, askable);
  if (fault !== undefined) throw new InvalidScope(fault, {}, scopesCompared(asked, askable));
  const defaults = asked.length > 0 ? undefined : (defaultScopes ?? client.defaultScopes);
  const scopes = (defaults ?? asked).filter((scope) => askable.includes(scope));
  return {
    askedScopes: asked,
    scopes: mayStayOffline(parameters, client, scopes) ? scopes : scopes.filter((scope) => scope !== OFFLINE),
    defaultScopes: defaults,
  };
};

/**
 * OpenID Connect Core §11: a server "MUST ignore the offline_access request unless" consent is asked for, or "other
 * conditions [...] permitting offline access [...] are in place": here, the organisation's own applications. For any
 * other application the consent page lists it, so it is ignored only where no page may be shown. The rule does not
 * concern requests without `openid`.
 */
function mayStayOffline(parameters: Parameters, client: Application, scopes: readonly string[]): boolean {
  if (!scopes.includes('openid') || client.firstParty) return true;
  return !(parameters.optional('prompt') ?? '').split(' ').includes('none');
}
