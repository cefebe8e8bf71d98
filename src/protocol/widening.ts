import type { ClientMetadata } from './client-metadata.js';

/** The fields of an application that decide what it may request, where answers go, and how it authenticates. */
export interface Reach {
  scopes: readonly string[];
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  grantTypes: readonly string[];
  tokenEndpointAuthMethod: string;
  metadata: ClientMetadata;
}

/** Addresses that this server, or a browser it redirects, calls. */
const ADDRESSES = ['jwks_uri', 'sector_identifier_uri', 'backchannel_logout_uri', 'frontchannel_logout_uri'] as const;

/** Restrictions that an application has; removing one widens it. */
const RESTRICTIONS = [
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
] as const;

/**
 * The first field that widens an application, by its name in the API; undefined if none does.
 * Replacing a key or certificate does not widen it while the method is unchanged.
 */
export function widenedField(before: Reach, after: Reach): string | undefined {
  if (exceeds(after.scopes, before.scopes)) return 'scopes';
  if (exceeds(after.redirectUris, before.redirectUris)) return 'redirect_uris';
  if (exceeds(after.postLogoutRedirectUris, before.postLogoutRedirectUris)) return 'post_logout_redirect_uris';
  if (exceeds(after.grantTypes, before.grantTypes)) return 'grant_types';
  if (after.tokenEndpointAuthMethod !== before.tokenEndpointAuthMethod) return 'token_endpoint_auth_method';
  return widenedMetadata(before.metadata, after.metadata);
}

function widenedMetadata(before: ClientMetadata, after: ClientMetadata): string | undefined {
  if (exceeds(after.request_uris ?? [], before.request_uris ?? [])) return 'request_uris';
  // a public subject reveals more about a person than a pairwise one
  if (before.subject_type === 'pairwise' && after.subject_type !== 'pairwise') return 'subject_type';
  const address = ADDRESSES.find((name) => after[name] !== undefined && after[name] !== before[name]);
  return address ?? RESTRICTIONS.find((name) => before[name] === true && after[name] !== true);
}

function exceeds(after: readonly string[], before: readonly string[]): boolean {
  return after.some((value) => !before.includes(value));
}
