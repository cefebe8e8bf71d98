import { IsInt, IsIP, Max, Min } from 'class-validator';
import { Field } from '../fields/field.js';
import { DECIDES, type Kind } from '../fields/kind.js';
import { flag, integer, list, type ListRules, object, oneOf, text } from '../fields/kinds.js';
import { CLIENT_ALGORITHMS, type ClientAlgorithm } from './client-algorithms.js';
import { httpUrl } from './http-url.js';
import { JsonWebKeySet } from './json-web-key.js';
import { NOT_ONE_LINE, PLAIN_TEXT } from './plain-text.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from './signing-algorithm.js';

const line = (max: number) => text({ max, pattern: [PLAIN_TEXT, NOT_ONE_LINE] });
/** The `typ` header of access tokens; the first one is RFC 9068 section 2.1's. */
export const ACCESS_TOKEN_TYPES = ['at+jwt', 'JWT'] as const;
export type AccessTokenType = (typeof ACCESS_TOKEN_TYPES)[number];
/**
 * Which claims about the person an id_token of the code flow has: those of the granted scopes, or only those that the
 * request names (Core §5.4). Both have the latter.
 */
export const ID_TOKEN_CLAIMS = ['by_scope', 'minimal'] as const;
export type IdTokenClaims = (typeof ID_TOKEN_CLAIMS)[number];
/** The one that every relying party knows (Core §15.1). */
export const DEFAULT_ID_TOKEN_ALG = 'RS256';

export const signedWith = oneOf(SIGNING_ALGORITHMS);
const ipAddress: Kind<string> = {
  schema: {
    anyOf: [
      { type: 'string', format: 'ipv4' },
      { type: 'string', format: 'ipv6' },
    ],
  },
  checks: (each) => [IsIP(undefined, { ...each, message: 'must be an IP address' })],
};
const OPTIONAL = { optional: true } as const;
const upTo = (max: number): ListRules => {
  const message = `must be a list of at most ${String(max)} texts`;
  return { message, max: [max, message] };
};
const maxAge: Kind<number> = {
  schema: integer(0, 1_000_000_000).schema,
  checks: (each) => [
    IsInt({ ...each, message: 'must be a whole number of seconds', context: DECIDES }),
    Min(0, { ...each, message: 'must not be negative' }),
    Max(1_000_000_000, { ...each, message: 'must be at most 1000000000' }),
  ],
};
const keySet = object(JsonWebKeySet, 'must be a JSON Web Key Set: {"keys": […]}');

/**
 * The metadata of an application beyond the core's columns, in the terms of RFC 7591 and of
 * OpenID Connect Dynamic Client Registration. Stored as one JSON document.
 * @see https://www.rfc-editor.org/rfc/rfc7591#section-2
 * @see https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
 */
export class ClientMetadata {
  @Field(oneOf(['web', 'native']), OPTIONAL)
  application_type?: 'web' | 'native';

  @Field(httpUrl, { ...OPTIONAL, description: 'Its home page.' })
  client_uri?: string;

  @Field(httpUrl, OPTIONAL)
  logo_uri?: string;

  @Field(httpUrl, { ...OPTIONAL, description: 'How it treats what it learns of people.' })
  policy_uri?: string;

  @Field(httpUrl, { ...OPTIONAL, description: 'Its terms of service.' })
  tos_uri?: string;

  @Field(list(line(320), upTo(20)), OPTIONAL)
  contacts?: string[];

  @Field(line(200), OPTIONAL)
  software_id?: string;

  @Field(line(200), OPTIONAL)
  software_version?: string;

  @Field(keySet, {
    ...OPTIONAL,
    description: 'Its public keys (RFC 7517), for `private_key_jwt` and what else it signs.',
  })
  jwks?: JsonWebKeySet;

  @Field(httpUrl, { ...OPTIONAL, description: 'Where it publishes its public keys, instead of `jwks`.' })
  jwks_uri?: string;

  @Field(oneOf([...CLIENT_ALGORITHMS, 'HS256']), {
    ...OPTIONAL,
    description: 'The only algorithm its assertions may be signed with.',
  })
  token_endpoint_auth_signing_alg?: ClientAlgorithm | 'HS256';

  @Field(flag, {
    ...OPTIONAL,
    description: 'Whether its client assertions must name the issuer as their only audience, and no endpoint.',
  })
  require_issuer_audience?: boolean;

  @Field(line(1024), {
    ...OPTIONAL,
    description: 'With `tls_client_auth`: the subject of its certificate (RFC 8705). Or one of the others.',
  })
  tls_client_auth_subject_dn?: string;

  @Field(line(255), OPTIONAL)
  tls_client_auth_san_dns?: string;

  @Field(line(2048), OPTIONAL)
  tls_client_auth_san_uri?: string;

  @Field(ipAddress, OPTIONAL)
  tls_client_auth_san_ip?: string;

  @Field(line(320), OPTIONAL)
  tls_client_auth_san_email?: string;

  @Field(flag, OPTIONAL)
  tls_client_certificate_bound_access_tokens?: boolean;

  @Field(flag, { ...OPTIONAL, description: 'Whether it gets only tokens bound to a key (RFC 9449).' })
  dpop_bound_access_tokens?: boolean;

  @Field(flag, { ...OPTIONAL, description: 'Whether it must push its authorization requests (RFC 9126).' })
  require_pushed_authorization_requests?: boolean;

  @Field(oneOf(CLIENT_ALGORITHMS), OPTIONAL)
  request_object_signing_alg?: ClientAlgorithm;

  @Field(flag, OPTIONAL)
  require_signed_request_object?: boolean;

  @Field(list(httpUrl, upTo(20)), {
    ...OPTIONAL,
    description: 'Where it publishes request objects (RFC 9101); no others are fetched.',
  })
  request_uris?: string[];

  @Field(signedWith, {
    ...OPTIONAL,
    description: 'Without it RS256, which every relying party knows; ES256 under `fapi2`.',
  })
  id_token_signed_response_alg?: SigningAlgorithm;

  @Field(oneOf(ID_TOKEN_CLAIMS), {
    ...OPTIONAL,
    description:
      'The claims about the person in its id_tokens: `by_scope`, those of the granted scopes, as userinfo has them; `minimal`, in the code flow only those that the `claims` parameter names. Without it the setting `ID_TOKEN_CLAIMS`, and `minimal` where an application registered itself.',
  })
  id_token_claims?: IdTokenClaims;

  @Field(oneOf(ACCESS_TOKEN_TYPES), {
    ...OPTIONAL,
    description:
      'The `typ` of its access tokens: `JWT` for APIs that refuse `at+jwt` of RFC 9068, which is the default. A resource that has one decides for its tokens.',
  })
  access_token_typ?: AccessTokenType;

  @Field(signedWith, { ...OPTIONAL, description: 'Without it the answer is plain JSON.' })
  userinfo_signed_response_alg?: SigningAlgorithm;

  @Field(signedWith, OPTIONAL)
  introspection_signed_response_alg?: SigningAlgorithm;

  @Field(oneOf(['public', 'pairwise']), {
    ...OPTIONAL,
    description:
      '`pairwise`: people have another subject here than elsewhere, one for the host of the redirect URIs or of `sector_identifier_uri`. A change of either that gives people other subjects ends every sign-in, token and consent of the application; people sign in again.',
  })
  subject_type?: 'public' | 'pairwise';

  @Field(httpUrl, {
    ...OPTIONAL,
    description: 'A JSON list of the redirect URIs of all who share subjects; it is fetched and compared.',
  })
  sector_identifier_uri?: string;

  @Field(maxAge, OPTIONAL)
  default_max_age?: number;

  @Field(flag, OPTIONAL)
  require_auth_time?: boolean;

  @Field(list(line(255), upTo(10)), OPTIONAL)
  default_acr_values?: string[];

  @Field(httpUrl, { ...OPTIONAL, description: 'Where it is told of sign-outs, by this server.' })
  backchannel_logout_uri?: string;

  @Field(flag, OPTIONAL)
  backchannel_logout_session_required?: boolean;

  @Field(httpUrl, {
    ...OPTIONAL,
    description: 'Loaded by the browser when a person signs out; on the origin of a redirect URI.',
  })
  frontchannel_logout_uri?: string;

  @Field(flag, OPTIONAL)
  frontchannel_logout_session_required?: boolean;

  /** A profile the application is put under as a whole. */
  @Field(oneOf(['fapi2']), { ...OPTIONAL, description: 'Rules the application is held to as a whole. Admins only.' })
  security_profile?: 'fapi2';
}

/** What an administrator or the owner decides for an application; it cannot register it for itself. */
export const DECIDED_FOR_IT = ['security_profile', 'access_token_typ', 'id_token_claims'] as const;

/** What an application says of itself now, with what was decided for it. */
export function asDecided(said: ClientMetadata, current: ClientMetadata): ClientMetadata {
  const decided = DECIDED_FOR_IT.filter((name) => current[name] !== undefined);
  return Object.assign({}, said, Object.fromEntries(decided.map((name) => [name, current[name]])));
}

/**
 * The algorithm of its id_tokens and logout tokens. OpenID Connect Registration §2: "The default, if omitted, is RS256",
 * which FAPI 2.0 §5.4.1 does not allow.
 */
export function idTokenAlgOf(metadata: ClientMetadata): SigningAlgorithm {
  return metadata.id_token_signed_response_alg ?? defaultAlgOf(metadata);
}

/** The algorithm of its signed introspection answers. RFC 9701 §6: "The default, if omitted, is RS256", as above. */
export function introspectionAlgOf(metadata: ClientMetadata): SigningAlgorithm {
  return metadata.introspection_signed_response_alg ?? defaultAlgOf(metadata);
}

/** The algorithm of its access tokens: the server's, but under `fapi2` none that FAPI 2.0 §5.4.1 does not allow. */
export function accessTokenAlgOf(metadata: ClientMetadata, usual: SigningAlgorithm): SigningAlgorithm {
  return usual === DEFAULT_ID_TOKEN_ALG ? defaultAlgOf(metadata) : usual;
}

function defaultAlgOf({ security_profile }: ClientMetadata): SigningAlgorithm {
  return security_profile === 'fapi2' ? 'ES256' : DEFAULT_ID_TOKEN_ALG;
}
