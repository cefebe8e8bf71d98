import { Field, Fields, omitting } from '../fields/field.js';
import { list, oneOf, text } from '../fields/kinds.js';
import { type Fault, readFields } from '../fields/read-fields.js';
import { CLIENT_AUTH_METHODS, type ClientAuthMethodName } from './client-auth-method.js';
import { ClientMetadata, DECIDED_FOR_IT, DEFAULT_ID_TOKEN_ALG, signedWith } from './client-metadata.js';
import { metadataFault } from './client-metadata-rules.js';
import { DEVICE_CODE } from './grant-type.js';
import { displayedName } from './displayed-text.js';
import { postLogoutUriFault, redirectUriFault } from './redirect-uri.js';
import { Refusal } from './refusal.js';
import { OFFLINE } from './scope.js';
import { unprovenSector } from './unproven-sector.js';
import type { SigningAlgorithm } from './signing-algorithm.js';

/** Grants that an application may register for itself: none that works without a person's consent. */
export const REGISTRABLE_GRANTS: readonly string[] = ['authorization_code', 'refresh_token', DEVICE_CODE];
const MAX_URIS = 50;

const uris = list(text(), { message: 'must be a list of URIs', max: [MAX_URIS, 'has too many URIs'] });
const grants = list(text(), { message: 'must be a list of grant types', max: [50, 'has too many grant types'] });
const responses = list(text(), {
  message: 'must be a list of response types',
  max: [50, 'has too many response types'],
});
const OPTIONAL = { optional: true } as const;

/**
 * The metadata that an application registers with. What only an admin or its owner may decide is left out, and with it ignored like
 * everything else that is not understood. RFC 7591 §2: "The authorization server MUST ignore any client metadata sent by
 * the client that it does not understand"
 */
@Fields({ open: true })
class RegistrationDocument extends omitting(ClientMetadata, ...DECIDED_FOR_IT) {
  // OpenID Connect Registration §2: "The default, if omitted, is RS256."
  @Field(signedWith, OPTIONAL) override id_token_signed_response_alg: SigningAlgorithm | undefined =
    DEFAULT_ID_TOKEN_ALG;
  @Field(displayedName(100), OPTIONAL) client_name?: string;
  @Field(uris) redirect_uris: string[] = [];
  @Field(uris) post_logout_redirect_uris: string[] = [];
  @Field(grants, OPTIONAL) grant_types?: string[];
  @Field(responses) response_types: string[] = ['code'];
  @Field(oneOf(CLIENT_AUTH_METHODS), OPTIONAL) token_endpoint_auth_method?: ClientAuthMethodName;
  @Field(text(), OPTIONAL) scope?: string;
}

/** The valid metadata that an application states. */
export interface Registration {
  name: string;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  /** Undefined: it states none, and has those of `defaultGrants`. */
  grantTypes: string[] | undefined;
  tokenEndpointAuthMethod: ClientAuthMethodName;
  /** The requested scopes; undefined: the default ones. */
  scope: string | undefined;
  metadata: ClientMetadata;
}

/** What is registered of it. */
export interface Registered extends Omit<Registration, 'scope' | 'grantTypes'> {
  scopes: string[];
  grantTypes: string[];
}

interface Manner {
  defaultMethod: ClientAuthMethodName;
  /** The private-use schemes without a dot that redirect URIs may have. */
  schemes: readonly string[];
  /** It is published for every server: addresses that others take are left out, as long as some remain. */
  published: boolean;
  /** The host where it is published. */
  home?: string;
  /** The grants that it has already. */
  had: readonly string[];
}

/**
 * Reads client metadata in the terms of RFC 7591 section 2.
 * @throws Refusal `invalid_redirect_uri` or `invalid_client_metadata` (RFC 7591 section 3.2.2)
 */
export function readRegistration(document: unknown, manner: Manner): Registration {
  const { defaultMethod, schemes, published, home, had } = manner;
  const { value, faults } = readFields(RegistrationDocument, statedOf(document));
  if (faults !== undefined) throw faultOf(faults);
  const {
    client_name,
    redirect_uris: listed,
    post_logout_redirect_uris: listedAfterLogout,
    grant_types,
    response_types,
    scope,
    ...rest
  } = value;
  const grantTypes = grant_types && grantsOf(grant_types, had);
  if (!response_types.includes('code')) throw invalidMetadata('response_types', 'must have code');
  const { token_endpoint_auth_method: method = defaultMethod, ...metadata } = rest;
  const redirectUris = usable('redirect_uris', listed, (uri) => redirectUriFault(uri, schemes), published);
  const afterLogout = (uri: string) => postLogoutUriFault(uri, schemes);
  const postLogoutRedirectUris = usable('post_logout_redirect_uris', listedAfterLogout, afterLogout, published);
  const usedGrants = grantTypes ?? defaultGrants([]);
  if (usedGrants.includes('authorization_code') && redirectUris.length === 0) {
    throw new Refusal('invalid_redirect_uri', 'redirect_uris: must name at least one');
  }
  const declared = { tokenEndpointAuthMethod: method, redirectUris, grantTypes: usedGrants, metadata };
  const fault = metadataFault(declared) ?? unprovenSector(declared, home);
  if (fault !== undefined) throw invalidMetadata(fault.field, fault.message);
  return {
    name: client_name ?? 'An application without a name',
    redirectUris,
    postLogoutRedirectUris,
    grantTypes,
    tokenEndpointAuthMethod: method,
    scope,
    metadata,
  };
}

/**
 * Those of the listed grants that are offered, or that the application had: an administrator gives it others. A document
 * describes an application to every server, so it lists grants of others.
 * RFC 7591 §3.2.1: "The authorization server MAY reject or replace any of the client's requested metadata values"
 */
export function grantsOf(listed: readonly string[], had: readonly string[]): string[] {
  const offered = [...new Set([...REGISTRABLE_GRANTS, ...had])];
  const grantTypes = offered.filter((grant) => listed.includes(grant));
  if (grantTypes.some(isFirst)) return grantTypes;
  throw invalidMetadata('grant_types', `must have one of ${offered.filter(isFirst).join(', ')}`);
}

export function registeredWith(scopes: string[], { scope: _, grantTypes, ...said }: Registration): Registered {
  return { ...said, scopes, grantTypes: grantTypes ?? defaultGrants(scopes) };
}

/**
 * The grants of an application that states none, by the scopes that it is registered with. RFC 7591 §2: "If omitted, the default
 * behavior is that the client will use only the "authorization_code" Grant Type." OpenID Connect Core §11: `offline_access`
 * "requests that an OAuth 2.0 Refresh Token be issued", which the application could not use without its grant.
 */
export function defaultGrants(scopes: readonly string[]): string[] {
  return scopes.includes(OFFLINE) ? ['authorization_code', 'refresh_token'] : ['authorization_code'];
}

/** Whether an application comes to its first token by a grant. */
function isFirst(grant: string): boolean {
  return grant !== 'refresh_token';
}

/** Whether an application has a grant only from an administrator. */
export function isGiven(grant: string): boolean {
  return !REGISTRABLE_GRANTS.includes(grant);
}

/** Whether a document requests scopes; an empty list requests none in particular. */
function namesScopes(document: unknown): boolean {
  const { scope } = (document ?? {}) as { scope?: unknown };
  return isStated(scope) && (typeof scope !== 'string' || scope.trim() !== '');
}

/** RFC 7592 §2.2 treats an omitted member and null alike; clients write "" for the same. */
export function isStated(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function statedOf(document: unknown): object {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw invalidMetadata('metadata', 'must be a JSON object');
  }
  const stated = Object.entries(document).filter(([name, value]) =>
    name === 'scope' ? namesScopes(document) : isStated(value) && !isEmptyList(name, value),
  );
  return Object.fromEntries(stated);
}

/** Clients write [] for a list of which they say nothing. `jwks` is no list, so that one is a fault. */
function isEmptyList(name: string, value: unknown): boolean {
  return name !== 'jwks' && Array.isArray(value) && value.length === 0;
}

function usable(
  field: string,
  listed: readonly string[],
  faultOf: (address: string) => string | undefined,
  published: boolean,
): string[] {
  const addresses = [...new Set(listed)];
  const faults = addresses.map(faultOf);
  const fault = faults.find((one) => one !== undefined);
  if (fault === undefined) return addresses;
  const good = addresses.filter((_, i) => faults[i] === undefined);
  if (published && good.length > 0) return good;
  throw new Refusal('invalid_redirect_uri', `${field}: ${fault}`);
}

export function invalidMetadata(field: string, message: string, detail?: string): Refusal {
  const fields = [{ field, message }];
  return new Refusal('invalid_client_metadata', `${field}: ${message}`, {
    fields,
    ...(detail !== undefined && { detail }),
  });
}

function faultOf([fault]: readonly Fault[]): Refusal {
  const field = fault?.path[0] ?? 'metadata';
  const message = fault?.message ?? 'is wrong';
  if (field !== 'redirect_uris') return invalidMetadata(field, message);
  return new Refusal('invalid_redirect_uri', `${field}: ${message}`, { fields: [{ field, message }] });
}
