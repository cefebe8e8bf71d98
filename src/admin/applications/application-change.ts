import { isDeepStrictEqual } from 'node:util';
import { type Caller, refuseScopesBeyond } from '../../access/caller.js';
import { reachesOthers } from '../../access/reach.js';
import {
  isFullAdmin,
  refuseAdminScopes,
  refuseBeyondBounds,
  refuseNarrowAdmin,
  refuseUnknownScopes,
} from '../../access/scope-rules.js';
import { refuseLooserFactors } from '../../access/looser-factors.js';
import type { CatalogueScope } from '../../oauth/stores/scope-catalogue.js';
import { AccessDenied, InvalidRequest } from '../../protocol/refusal.js';
import {
  changesCredentials,
  metadataAfter,
  refuseContradictoryMetadata,
  refuseUncalledAddresses,
  refuseUnprovenSector,
} from './application-metadata.js';
import { refuseContradictions } from './application-rules.js';
import type { ApplicationRecord, ApplicationSettings } from './application.js';
import { readReuse } from './applications.presentation.js';
import type { ApplicationChangeBody } from './applications.dto.js';
import { type Carrier, giftMade, refuseWidening } from './gifts.js';

/** The brand that a change gives, looked up; empty where it says nothing of it. */
export type BrandSettings = Partial<Pick<ApplicationSettings, 'brandId' | 'brandGiven'>>;

interface Policy {
  catalogue: ReadonlyMap<string, CatalogueScope>;
  /** Whether this server offers the password grant. */
  passwordGrant: boolean;
}

/** All that may be changed of a documented sign-in face. */
const LIMITS_OF_BUILT_IN: readonly string[] = [
  'disabled',
  'access_token_ttl',
  'refresh_token_ttl',
  'refresh_reuse',
  'second_factor',
];

/** What a change makes of an application the caller may change, or why it may not be made. */
export function plannedChange(
  caller: Caller,
  current: ApplicationRecord,
  body: ApplicationChangeBody,
  policy: Policy,
  brand: BrandSettings,
): Partial<ApplicationSettings> {
  const change = {
    ...settingsOf(current, body),
    ...whoseDisabling(caller, current, body),
    ...whatIsConfirmed(caller, current, body, policy, brand),
  };
  refuseLooserFactors(caller, current.secondFactor, change.secondFactor);
  if (current.builtIn) {
    refuseMoreThanLimits(body);
    return change;
  }
  const next = { ...current, ...change, ...brand };
  refuseBrokenRules(caller, current, next, policy);
  if (current.disabled && !next.disabled) refuseRevival(caller, next, policy);
  return { ...change, ...brand };
}

/** What the rules look at in an application. */
type Ruled = Omit<ApplicationSettings, 'disabled' | 'disabledByAdmin'> & Pick<ApplicationRecord, 'clientId' | 'type'>;

/** The rules of an application, in order: of a new one, of which there is nothing before, and of a changed one. */
export function refuseBrokenRules(caller: Caller, before: Ruled | undefined, next: Ruled, policy: Policy): void {
  const current = before ?? { ...next, ...NOTHING_GIVEN };
  refuseContradictions(next);
  if (before === undefined || changesDeclared(before, next)) refuseContradictoryMetadata(next);
  refuseUncalledAddresses(before, next);
  refuseGifts(caller, current, next, policy);
  if (!isFullAdmin(policy.catalogue, caller)) {
    if (before === undefined || changesDeclared(before, next)) refuseUnprovenSector(before, next);
    refuseWidening(current, next);
  }
  refusePasswordGrant(current, next, policy);
  refuseScopes(caller, current, next, policy);
  refuseMorePower(caller, current, next, policy);
}

/** What an administrator or a scope has to allow, before anything was allowed. */
const NOTHING_GIVEN = {
  firstParty: false,
  brandId: null,
  brandGiven: false,
  grantTypes: [],
  exchangeTargets: [],
  scopes: [],
  metadata: {},
};

/** What an admin has disabled stays so until an admin enables it. */
function whoseDisabling(
  caller: Caller,
  { disabledByAdmin }: ApplicationRecord,
  { disabled }: ApplicationChangeBody,
): Partial<ApplicationSettings> {
  if (disabled === undefined) return {};
  if (reachesOthers(caller, 'write')) return { disabledByAdmin: disabled };
  if (disabled || !disabledByAdmin) return {};
  throw AccessDenied.field('disabled', 'an admin disabled the application; only an admin can enable it again');
}

/**
 * Whether a change gives an application the brand of another person who owns both: no version of the application tells
 * which name and logo its owner has given the brand since it was looked at.
 */
export function isUnseenBrand({ account }: Caller, { ownerId }: ApplicationRecord, brand: BrandSettings): boolean {
  return typeof brand.brandId === 'string' && brand.brandGiven === false && ownerId !== account?.id;
}

/** An admin's word is about what people were shown when it was given; who makes something first-party gives it. */
function whatIsConfirmed(
  caller: Caller,
  current: ApplicationRecord,
  body: ApplicationChangeBody,
  { catalogue }: Policy,
  brand: BrandSettings,
): Partial<ApplicationSettings> {
  if (isFullAdmin(catalogue, caller)) {
    if (body.confirmed !== undefined) return {};
    if (body.first_party === true) return { confirmed: true };
    return isUnseenBrand(caller, current, brand) ? { confirmed: false } : {};
  }
  if (body.confirmed === true && !current.confirmed) {
    throw AccessDenied.field('confirmed', 'only an admin may confirm an application');
  }
  const shown = ({ name, redirectUris, metadata, brandId }: ApplicationRecord) => [
    name,
    redirectUris,
    metadata,
    brandId,
  ];
  const next = { ...current, ...settingsOf(current, body), ...brand };
  return isDeepStrictEqual(shown(current), shown(next)) ? {} : { confirmed: false };
}

/** Only what the body names; `undefined` never overwrites anything. */
export function settingsOf(current: ApplicationRecord, body: ApplicationChangeBody): Partial<ApplicationSettings> {
  const all: Partial<ApplicationSettings> = {
    name: body.name,
    disabled: body.disabled,
    firstParty: body.first_party,
    confirmed: body.confirmed,
    grantTypes: body.grant_types,
    scopes: body.scopes,
    defaultScopes: body.default_scopes,
    redirectUris: body.redirect_uris,
    postLogoutRedirectUris: body.post_logout_redirect_uris,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    accessTokenTtl: body.access_token_ttl,
    refreshTokenTtl: body.refresh_token_ttl,
    refreshReuse: body.refresh_reuse === undefined ? undefined : readReuse(body.refresh_reuse),
    exchangeTargets: body.exchange_targets,
    secondFactor: body.second_factor,
    metadata: metadataAfter(current.metadata, body),
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

/** What only an administrator gives an application takes every administrator's scope. */
function refuseGifts(caller: Caller, current: Carrier, next: Carrier, { catalogue }: Policy): void {
  const field = giftMade(current, next);
  if (field !== undefined) refuseNarrowAdmin(catalogue, caller, field);
}

function refusePasswordGrant(
  current: { grantTypes: string[] },
  next: { grantTypes: string[] },
  { passwordGrant }: Policy,
): void {
  if (passwordGrant || current.grantTypes.includes('password') || !next.grantTypes.includes('password')) return;
  throw InvalidRequest.field('grant_types', 'password is switched off on this server (PASSWORD_GRANT)');
}

function refuseScopes(
  caller: Caller,
  current: { scopes: string[] },
  next: { clientId: string; scopes: string[] },
  { catalogue }: Policy,
): void {
  const added = next.scopes.filter((scope) => !current.scopes.includes(scope));
  refuseUnknownScopes(catalogue, 'scopes', added);
  refuseAdminScopes(catalogue, caller, added);
  refuseScopesBeyond(caller, added);
  refuseBeyondBounds(catalogue, caller, { clientId: next.clientId, scopes: added });
}

/** A contradiction that existed before may remain: it must not prevent disabling the application. */
function changesDeclared(current: Ruled, next: Ruled): boolean {
  const declared = ({ tokenEndpointAuthMethod, redirectUris, grantTypes, metadata }: Ruled) => [
    tokenEndpointAuthMethod,
    redirectUris,
    grantTypes,
    metadata,
  ];
  return !isDeepStrictEqual(declared(current), declared(next));
}

/**
 * Where codes are sent, which grants there are and who can act as the application decide who gets tokens with its
 * scopes: that change needs a credential that carries them.
 */
function refuseMorePower(caller: Caller, current: Ruled, next: Ruled, { catalogue }: Policy): void {
  const reroutes = !isDeepStrictEqual([next.redirectUris, next.grantTypes], [current.redirectUris, current.grantTypes]);
  if (!reroutes && !changesCredentials(current, next)) return;
  refuseScopesBeyond(caller, next.scopes);
  refuseBeyondBounds(catalogue, caller, next);
}

/**
 * An application that is enabled again gets tokens with its scopes. An application that acts for the person does not do
 * it: the disabling may be what ended its own.
 */
function refuseRevival(caller: Caller, next: Ruled, { catalogue }: Policy): void {
  if (caller.isConfined && !reachesOthers(caller, 'write')) {
    const why = 'an application that acts for a person does not enable one again, which may have been ended';
    throw AccessDenied.explained('disabled', `${why}; sign in to the console, or use an API key made there`);
  }
  const lacked = next.scopes.find((scope) => !caller.scopes.has(scope));
  if (lacked !== undefined) {
    const needs = 'enabling it needs a credential with its scopes';
    throw AccessDenied.explained('disabled', `${needs}; this one does not carry ${lacked}`);
  }
  refuseBeyondBounds(catalogue, caller, next, 'disabled');
}
