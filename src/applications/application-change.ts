import { type Caller, isAdmin, refuseScopesBeyond } from '../access/caller.js';
import { refuseAdminScopes, refuseUnknownScopes } from '../access/scope-rules.js';
import type { CatalogueScope } from '../oauth/stores/scope-catalogue.js';
import { AccessDenied, InvalidRequest } from '../protocol/refusal.js';
import { ADMIN_GRANTS, refuseContradictions } from './application-rules.js';
import type { ApplicationRecord, ApplicationSettings } from './application-store.js';
import { readReuse } from './applications.presentation.js';
import type { ApplicationChangeBody } from './applications.schemas.js';

interface Policy {
  catalogue: ReadonlyMap<string, CatalogueScope>;
  /** Whether this server offers the password grant. */
  passwordGrant: boolean;
}

/** All that may be changed of a documented sign-in face. */
const LIMITS_OF_BUILT_IN: readonly string[] = ['disabled', 'access_token_ttl', 'refresh_token_ttl', 'refresh_reuse'];

/** What a change makes of an application the caller may change, or why it may not be made. */
export function plannedChange(
  caller: Caller,
  current: ApplicationRecord,
  body: ApplicationChangeBody,
  policy: Policy,
): Partial<ApplicationSettings> {
  const change = settingsOf(body);
  if (current.builtIn) {
    refuseMoreThanLimits(body);
    return change;
  }
  const next = { ...current, ...change };
  refuseContradictions(next);
  refuseAdminGifts(caller, current, next);
  refusePasswordGrant(current, next, policy);
  refuseScopes(caller, current, next, policy);
  refuseMorePower(caller, next, change);
  return change;
}

/** Only what the body names; `undefined` never overwrites anything. */
function settingsOf(body: ApplicationChangeBody): Partial<ApplicationSettings> {
  const all: Partial<ApplicationSettings> = {
    name: body.name,
    disabled: body.disabled,
    firstParty: body.first_party,
    brandId: body.brand_id,
    grantTypes: body.grant_types,
    scopes: body.scopes,
    defaultScopes: body.default_scopes,
    redirectUris: body.redirect_uris,
    postLogoutRedirectUris: body.post_logout_redirect_uris,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    accessTokenTtl: body.access_token_ttl,
    refreshTokenTtl: body.refresh_token_ttl,
    refreshReuse: body.refresh_reuse === undefined ? undefined : readReuse(body.refresh_reuse),
  };
  return Object.fromEntries(Object.entries<unknown>(all).filter(([, value]) => value !== undefined));
}

function refuseMoreThanLimits(body: ApplicationChangeBody): void {
  const field = Object.keys(body).find((name) => !LIMITS_OF_BUILT_IN.includes(name));
  if (field === undefined) return;
  throw InvalidRequest.field(
    field,
    `cannot be changed of a built-in application; ${LIMITS_OF_BUILT_IN.join(', ')} can`,
  );
}

/** What only an admin may give an application: the organisation's trust, and grants beyond its owner. */
export function refuseAdminGifts(
  caller: Caller,
  current: { firstParty: boolean; grantTypes: string[] },
  next: { firstParty: boolean; grantTypes: string[] },
): void {
  if (isAdmin(caller)) return;
  if (next.firstParty && !current.firstParty) {
    throw new AccessDenied("only an admin may call an application the organisation's own");
  }
  const gift = next.grantTypes.find((grant) => ADMIN_GRANTS.includes(grant) && !current.grantTypes.includes(grant));
  if (gift !== undefined) throw new AccessDenied(`only an admin may give an application ${gift}`);
}

export function refusePasswordGrant(
  current: { grantTypes: string[] },
  next: { grantTypes: string[] },
  { passwordGrant }: Policy,
): void {
  if (passwordGrant || current.grantTypes.includes('password') || !next.grantTypes.includes('password')) return;
  throw InvalidRequest.field('grant_types', 'password is switched off on this server (PASSWORD_GRANT)');
}

export function refuseScopes(
  caller: Caller,
  current: { scopes: string[] },
  next: { scopes: string[] },
  { catalogue }: Policy,
): void {
  const added = next.scopes.filter((scope) => !current.scopes.includes(scope));
  refuseUnknownScopes(catalogue, 'scopes', added);
  refuseAdminScopes(catalogue, caller, added);
  refuseScopesBeyond(caller, added);
}

/**
 * Where codes are sent and which grants there are decide who gets tokens with the application's scopes: whoever
 * changes that needs a credential that carries them.
 */
function refuseMorePower(caller: Caller, next: ApplicationRecord, change: Partial<ApplicationSettings>): void {
  if (change.redirectUris !== undefined || change.grantTypes !== undefined) refuseScopesBeyond(caller, next.scopes);
}
