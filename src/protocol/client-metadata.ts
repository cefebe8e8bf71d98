import { z } from 'zod';
import { jsonWebKeySet } from './json-web-key.js';
import { PLAIN_TEXT } from './plain-text.js';

const SIGNING_ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;
/** The `typ` header of access tokens; the first one is RFC 9068 section 2.1's. */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'JWT'] as const;
export type AccessTokenType = (typeof ACCESS_TOKEN_TYPES)[number];
/** The one that every relying party knows (Core §15.1). */
export const DEFAULT_ID_TOKEN_ALG = 'RS256';
/** Signature algorithms of clients; never `none`, and a shared secret only where named. */
export const CLIENT_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;

/** The algorithms of FAPI 2.0 Security Profile §5.4, for proofs of possession. */
export const STRONG_ALGORITHMS = ['ES256', 'PS256', 'EdDSA'] as const;

const text = (max: number) =>
  z
    .string('must be a string')
    .max(max, `must have at most ${String(max)} characters`)
    .regex(PLAIN_TEXT, 'must be one line, without control characters');
const httpsUrl = z.url({ protocol: /^https?$/, message: 'must be an absolute http(s) URL' }).max(2048);
const flag = z.boolean('must be true or false');
const oneOf = <const T extends readonly string[]>(names: T) => z.enum(names, `must be one of ${names.join(', ')}`);
const signedWith = oneOf(SIGNING_ALGORITHMS);
const upTo = (max: number) => `must be a list of at most ${String(max)} texts`;

/**
 * The metadata of an application beyond the core's columns, in the terms of RFC 7591 and of
 * OpenID Connect Dynamic Client Registration. Stored as one JSON document.
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 * @see https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
 */
export const clientMetadataSchema = z.strictObject({
  application_type: oneOf(['web', 'native']).optional(),
  client_uri: httpsUrl.optional().meta({ description: 'Its home page.' }),
  logo_uri: httpsUrl.optional(),
  policy_uri: httpsUrl.optional().meta({ description: 'How it treats what it learns of people.' }),
  tos_uri: httpsUrl.optional().meta({ description: 'Its terms of service.' }),
  contacts: z.array(text(320), upTo(20)).max(20, upTo(20)).optional(),
  software_id: text(200).optional(),
  software_version: text(200).optional(),

  jwks: jsonWebKeySet
    .optional()
    .meta({ description: 'Its public keys (RFC 7517), for `private_key_jwt` and what else it signs.' }),
  jwks_uri: httpsUrl.optional().meta({ description: 'Where it publishes its public keys, instead of `jwks`.' }),
  token_endpoint_auth_signing_alg: oneOf([...CLIENT_ALGORITHMS, 'HS256'])
    .optional()
    .meta({ description: 'The only algorithm its assertions may be signed with.' }),
  require_issuer_audience: flag.optional().meta({
    description: 'Whether its client assertions must name the issuer as their only audience, and no endpoint.',
  }),
  tls_client_auth_subject_dn: text(1024)
    .optional()
    .meta({ description: 'With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others.' }),
  tls_client_auth_san_dns: text(255).optional(),
  tls_client_auth_san_uri: text(2048).optional(),
  tls_client_auth_san_ip: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').optional(),
  tls_client_auth_san_email: text(320).optional(),
  tls_client_certificate_bound_access_tokens: flag.optional(),
  dpop_bound_access_tokens: flag
    .optional()
    .meta({ description: 'Whether it gets only tokens bound to a key (RFC 9449).' }),

  require_pushed_authorization_requests: flag
    .optional()
    .meta({ description: 'Whether it must push its authorization requests (RFC 9126).' }),
  request_object_signing_alg: oneOf(CLIENT_ALGORITHMS).optional(),
  require_signed_request_object: flag.optional(),
  request_uris: z
    .array(httpsUrl, upTo(20))
    .max(20, upTo(20))
    .optional()
    .meta({ description: 'Where it publishes request objects (RFC 9101); no others are fetched.' }),

  id_token_signed_response_alg: signedWith.optional().meta({
    description: 'Without it RS256, which every relying party knows; ES256 under `fapi2`.',
  }),
  access_token_typ: oneOf(ACCESS_TOKEN_TYPES).optional().meta({
    description:
      'The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default.',
  }),
  userinfo_signed_response_alg: signedWith.optional().meta({ description: 'Without it the answer is plain JSON.' }),
  introspection_signed_response_alg: signedWith.optional(),
  subject_type: oneOf(['public', 'pairwise'])
    .optional()
    .meta({ description: '`pairwise`: people have another subject here than elsewhere.' }),
  sector_identifier_uri: httpsUrl
    .optional()
    .meta({ description: 'A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.' }),
  default_max_age: z
    .int('must be a whole number of seconds')
    .min(0, 'must not be negative')
    .max(1_000_000_000, 'must be at most 1000000000')
    .optional(),
  require_auth_time: flag.optional(),
  default_acr_values: z.array(text(255), upTo(10)).max(10, upTo(10)).optional(),

  backchannel_logout_uri: httpsUrl.optional().meta({ description: 'Where it is told of sign-outs, by this server.' }),
  backchannel_logout_session_required: flag.optional(),
  frontchannel_logout_uri: httpsUrl
    .optional()
    .meta({ description: 'Loaded by the browser when a person signs out; on the origin of a redirect URI.' }),
  frontchannel_logout_session_required: flag.optional(),

  /** A profile the application is put under as a whole. */
  security_profile: oneOf(['fapi2'])
    .optional()
    .meta({ description: 'Rules the application is held to as a whole. Admins only.' }),
});

export type ClientMetadata = z.infer<typeof clientMetadataSchema>;

/**
 * The algorithm of its id_tokens and logout tokens. OpenID Connect Registration §2: "The default, if omitted, is RS256",
 * which FAPI 2.0 §5.4.1 does not allow.
 */
export function idTokenAlgOf(metadata: ClientMetadata): (typeof SIGNING_ALGORITHMS)[number] {
  return (
    metadata.id_token_signed_response_alg ?? (metadata.security_profile === 'fapi2' ? 'ES256' : DEFAULT_ID_TOKEN_ALG)
  );
}

/** The current metadata of an application; its profile is set by an admin and is kept. */
export function underSameProfile(said: ClientMetadata, { security_profile }: ClientMetadata): ClientMetadata {
  return security_profile === undefined ? said : { ...said, security_profile };
}
