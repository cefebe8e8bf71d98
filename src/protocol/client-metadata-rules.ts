import { algorithmsOf, canVerify, STRONG_ALGORITHMS, told } from './client-algorithms.js';
import type { ClientMetadata } from './client-metadata.js';
import { isLoopbackHost } from './host.js';
import type { FieldFault } from './refusal.js';
import { hostsOf } from './sector.js';

/** The parts of an application's metadata that depend on one another. */
export interface Declared {
  tokenEndpointAuthMethod: string;
  redirectUris: readonly string[];
  grantTypes: readonly string[];
  metadata: ClientMetadata;
}

type Rule = (declared: Declared) => FieldFault | undefined;

const CERTIFICATE_NAMES = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;
const METHODS_WITH_KEYS = ['private_key_jwt', 'self_signed_tls_client_auth'];

const SIGNED_WITH = [
  'id_token_signed_response_alg',
  'userinfo_signed_response_alg',
  'introspection_signed_response_alg',
  'request_object_signing_alg',
  'token_endpoint_auth_signing_alg',
] as const;
const STRONG: readonly string[] = STRONG_ALGORITHMS;

const RULES: readonly Rule[] = [
  oneSourceOfKeys,
  keysToVerifyWith,
  oneNameOnCertificate,
  algorithmOfMethod,
  frontChannelAtHome,
  noFragments,
  oneSector,
  strongUnderFapi2,
  keysThatCanVerify,
  httpsUnderFapi2,
];

/** The first contradiction in an application's metadata; undefined if there is none. */
export function metadataFault(declared: Declared): FieldFault | undefined {
  for (const rule of RULES) {
    const fault = rule(declared);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** RFC 7591 §2: "The "jwks_uri" and "jwks" parameters MUST NOT both be present in the same request or response." */
function oneSourceOfKeys({ metadata: { jwks, jwks_uri } }: Declared): FieldFault | undefined {
  if (jwks === undefined || jwks_uri === undefined) return undefined;
  return { field: 'jwks', message: 'must not be given beside jwks_uri' };
}

function keysToVerifyWith({ tokenEndpointAuthMethod: method, metadata }: Declared): FieldFault | undefined {
  if (metadata.jwks !== undefined || metadata.jwks_uri !== undefined) return undefined;
  const signs = METHODS_WITH_KEYS.includes(method)
    ? method
    : (['request_object_signing_alg', 'require_signed_request_object'] as const).find((name) => metadata[name]);
  return signs === undefined ? undefined : { field: 'jwks_uri', message: `is required for ${signs}, or jwks` };
}

/** RFC 8705 §2.1.2: a client "MUST use exactly one of the below metadata parameters". */
function oneNameOnCertificate({ tokenEndpointAuthMethod: method, metadata }: Declared): FieldFault | undefined {
  const given = CERTIFICATE_NAMES.filter((name) => metadata[name] !== undefined);
  const [, second] = given;
  if (second !== undefined) return { field: second, message: `must not be given beside ${given[0] ?? ''}` };
  if (method !== 'tls_client_auth' || given.length === 1) return undefined;
  return {
    field: 'tls_client_auth_subject_dn',
    message: 'is required for tls_client_auth, or a tls_client_auth_san_…',
  };
}

function algorithmOfMethod({ tokenEndpointAuthMethod: method, metadata }: Declared): FieldFault | undefined {
  const { token_endpoint_auth_signing_alg: alg } = metadata;
  if (alg === undefined) return undefined;
  const isShared = alg === 'HS256';
  if (method === 'private_key_jwt' ? !isShared : method === 'client_secret_jwt' ? isShared : true) return undefined;
  return { field: 'token_endpoint_auth_signing_alg', message: `is none that ${method} signs with` };
}

/** Keys at a `jwks_uri` can change, so they are judged when they are used. */
function keysThatCanVerify({ tokenEndpointAuthMethod: method, metadata }: Declared): FieldFault | undefined {
  const { jwks, token_endpoint_auth_signing_alg: ofAssertions, request_object_signing_alg: ofRequests } = metadata;
  if (jwks === undefined) return undefined;
  const wanted = [
    ...(method === 'private_key_jwt' ? [algorithmsOf(ofAssertions, metadata)] : []),
    ...(ofRequests !== undefined || metadata.require_signed_request_object === true
      ? [algorithmsOf(ofRequests, metadata)]
      : []),
  ];
  const missing = wanted.find((algorithms) => !jwks.keys.some((key) => canVerify(key, algorithms)));
  if (missing === undefined) return undefined;
  return { field: 'jwks', message: `must have a key of ${told(missing)}, for signatures` };
}

/** Front-Channel Logout §2: its domain, port and scheme "MUST be the same as that of a registered Redirection URI value". */
function frontChannelAtHome({ redirectUris, metadata: { frontchannel_logout_uri: uri } }: Declared) {
  if (uri === undefined) return undefined;
  const { origin } = new URL(uri);
  if (redirectUris.some((redirectUri) => new URL(redirectUri).origin === origin)) return undefined;
  return { field: 'frontchannel_logout_uri', message: 'must be on the origin of a redirect URI' };
}

const CALLED = ['backchannel_logout_uri', 'jwks_uri', 'sector_identifier_uri'] as const;

/** Back-Channel Logout §2.2: the URI "MUST NOT include a fragment component"; nor does it mean anything in the others. */
function noFragments({ metadata }: Declared): FieldFault | undefined {
  const field = CALLED.find((name) => metadata[name]?.includes('#') === true);
  return field === undefined ? undefined : { field, message: 'must not have a fragment' };
}

/**
 * An address that this server would never call, as it calls plain http only on its own machine.
 * @param stored what the application has already: it keeps what it was once given
 */
export function uncalledAddress(metadata: ClientMetadata, stored: ClientMetadata): FieldFault | undefined {
  const field = ([...CALLED, 'request_uris'] as const).find((name) => {
    const [said, had] = [metadata, stored].map((one) => [one[name] ?? []].flat());
    return said?.some((address) => isUncalled(address) && had?.includes(address) !== true);
  });
  if (field === undefined) return undefined;
  return { field, message: 'must be https: this server calls http only at localhost, 127.0.0.1 and [::1]' };
}

function isUncalled(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopbackHost(hostname) && !hostname.endsWith('.localhost');
}

/** Core §8.1: with several hostnames in the redirect URIs, "the Client MUST register a sector_identifier_uri". */
function oneSector({ redirectUris, metadata }: Declared): FieldFault | undefined {
  const { subject_type: type, sector_identifier_uri: uri } = metadata;
  if (type !== 'pairwise' || uri !== undefined || hostsOf(redirectUris).size <= 1) return undefined;
  return { field: 'sector_identifier_uri', message: 'is required, as the redirect URIs have several hosts' };
}

/** FAPI 2.0 §5.4.1: signatures "shall use" one of these, which are fewer than this server supports. */
function strongUnderFapi2({ metadata }: Declared): FieldFault | undefined {
  if (metadata.security_profile !== 'fapi2') return undefined;
  const field = SIGNED_WITH.find((name) => !STRONG.includes(metadata[name] ?? 'ES256'));
  return field === undefined ? undefined : { field, message: `must be one of ${STRONG.join(', ')} under fapi2` };
}

/** FAPI 2.0 §5.3.2.2: a server "shall not allow redirect URIs that use the "http" scheme". */
export function httpsUnderFapi2({ redirectUris, metadata }: Pick<Declared, 'redirectUris' | 'metadata'>) {
  if (metadata.security_profile !== 'fapi2' || redirectUris.every((uri) => uri.startsWith('https://')))
    return undefined;
  return { field: 'redirect_uris', message: 'must be https under the security profile fapi2, on the loopback, too' };
}
