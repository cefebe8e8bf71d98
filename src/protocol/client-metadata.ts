import { z } from 'zod';

const SIGNING_ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;
/** What clients may sign with; never `none`, never a shared secret but where named. */
export const CLIENT_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;

/** Those that need no second thought (FAPI 2.0 Security Profile §5.4): what proofs of possession may be signed with. */
export const STRONG_ALGORITHMS = ['ES256', 'PS256', 'EdDSA'] as const;

const httpsUrl = z.url({ protocol: /^https?$/, message: 'must be an absolute http(s) URL' }).max(2048);
const jwks = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20) });

/**
 * What an application declares about itself beyond what the core's columns hold, in the words of RFC 7591 and of
 * OpenID Connect Dynamic Client Registration. Stored as one JSON document.
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 * @see https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
 */
export const clientMetadataSchema = z.strictObject({
  application_type: z.enum(['web', 'native']).optional(),
  client_uri: httpsUrl.optional(),
  logo_uri: httpsUrl.optional(),
  policy_uri: httpsUrl.optional(),
  tos_uri: httpsUrl.optional(),
  contacts: z.array(z.string().max(320)).max(20).optional(),
  software_id: z.string().max(200).optional(),
  software_version: z.string().max(200).optional(),

  jwks: jwks.optional(),
  jwks_uri: httpsUrl.optional(),
  token_endpoint_auth_signing_alg: z.enum([...CLIENT_ALGORITHMS, 'HS256']).optional(),
  tls_client_auth_subject_dn: z.string().max(1024).optional(),
  tls_client_auth_san_dns: z.string().max(255).optional(),
  tls_client_auth_san_uri: z.string().max(2048).optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),

  require_pushed_authorization_requests: z.boolean().optional(),
  request_object_signing_alg: z.enum(CLIENT_ALGORITHMS).optional(),
  require_signed_request_object: z.boolean().optional(),

  id_token_signed_response_alg: z.enum(SIGNING_ALGORITHMS).optional(),
  userinfo_signed_response_alg: z.enum(SIGNING_ALGORITHMS).optional(),
  introspection_signed_response_alg: z.enum(SIGNING_ALGORITHMS).optional(),
  subject_type: z.enum(['public', 'pairwise']).optional(),
  sector_identifier_uri: httpsUrl.optional(),
  default_max_age: z.number().int().min(0).max(1_000_000_000).optional(),
  require_auth_time: z.boolean().optional(),
  default_acr_values: z.array(z.string().max(255)).max(10).optional(),

  backchannel_logout_uri: httpsUrl.optional(),
  backchannel_logout_session_required: z.boolean().optional(),
  frontchannel_logout_uri: httpsUrl.optional(),
  frontchannel_logout_session_required: z.boolean().optional(),

  /** A profile the application is put under as a whole. */
  security_profile: z.enum(['fapi2']).optional(),
});

export type ClientMetadata = z.infer<typeof clientMetadataSchema>;
