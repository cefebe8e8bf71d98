import type { ClientMetadata } from './client-metadata.js';

/** What of an application decides what it may ask for, where answers go, and by what it shows that it is itself. */
export interface Reach {
  scopes: readonly string[];
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  grantTypes: readonly string[];
  tokenEndpointAuthMethod: string;
  metadata: ClientMetadata;
}

/** Addresses that this server, or a browser it sends, goes to. */
const ADDRESSES = ['jwks_uri', 'sector_identifier_uri', 'backchannel_logout_uri', 'frontchannel_logout_uri'] as const;

/** Rules an application holds itself to: to be without one is more than before. */
const RESTRICTIONS = [
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
] as const;

/**
 * The first field by which an application becomes more than it was, as the API spells it; undefined when none does.
 * A key or certificate in place of another is not more, while the method stays.
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
  // one subject for all applications tells more of a person than one of its own
  if (before.subject_type === 'pairwise' && after.subject_type !== 'pairwise') return 'subject_type';
  const address = ADDRESSES.find((name) => after[name] !== undefined && after[name] !== before[name]);
  return address ?? RESTRICTIONS.find((name) => before[name] === true && after[name] !== true);
}

function exceeds(after: readonly string[], before: readonly string[]): boolean {
  return after.some((value) => !before.includes(value));
}
