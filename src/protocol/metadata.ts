import { acrsReachableAt } from './acr.js';
import { ownAddress } from './own-address.js';

/** The metadata of this server, collected from its parts. */
export interface ServerFacts {
  issuer: string;
  /** Those that a member may be granted and that one request may name. */
  scopes: readonly string[];
  grantTypes: readonly string[];
  responseModes: readonly string[];
  prompts: readonly string[];
  /** By their registered names (RFC 7591 section 2). */
  clientAuthMethods: readonly string[];
  /** Signature algorithms of assertions and request objects. */
  clientAlgorithms: readonly string[];
  /** Signature algorithms of DPoP proofs. */
  proofAlgorithms: readonly string[];
  /** Whether every application has to push its requests (RFC 9126). */
  requiresPar: boolean;
  /** Whether tokens can be bound to TLS certificates (RFC 8705). */
  certificateBoundTokens: boolean;
  /** Signature algorithms of id_tokens, userinfo and introspection responses. */
  signingAlgorithms: readonly string[];
  /** Whether applications may register themselves. */
  registration: boolean;
  /** Whether a `client_id` may be the address of a document. */
  clientDocuments: boolean;
}

/** The claims that this server provides. */
export interface OpenIdFacts {
  claims: readonly string[];
  /** Of the pages, as language tags (BCP 47). */
  pageLanguages: readonly string[];
}

export type Metadata = Readonly<Record<string, unknown>>;

/** @see https://www.rfc-editor.org/rfc/rfc8414#section-2 */
export function authorizationServerMetadata(facts: ServerFacts): Metadata {
  const { issuer, clientAuthMethods, clientAlgorithms } = facts;
  const at = (path: string) => ownAddress(issuer, path);
  const assertionAlgorithms = [...clientAlgorithms, 'HS256'];
  return {
    issuer,
    authorization_endpoint: at('/oauth/authorize'),
    token_endpoint: at('/oauth/token'),
    revocation_endpoint: at('/oauth/revoke'),
    introspection_endpoint: at('/oauth/introspect'),
    device_authorization_endpoint: at('/oauth/device_authorization'),
    ...(facts.registration && { registration_endpoint: at('/oauth/register') }),
    jwks_uri: at('/.well-known/jwks.json'),
    service_documentation: at('/docs'),
    scopes_supported: facts.scopes,
    response_types_supported: ['code'],
    response_modes_supported: facts.responseModes,
    grant_types_supported: facts.grantTypes,
    token_endpoint_auth_methods_supported: clientAuthMethods,
    revocation_endpoint_auth_methods_supported: clientAuthMethods,
    // RFC 7662 §2.1: the endpoint "MUST also require some form of authorization"
    introspection_endpoint_auth_methods_supported: clientAuthMethods.filter((method) => method !== 'none'),
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    introspection_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    introspection_signing_alg_values_supported: facts.signingAlgorithms,
    pushed_authorization_request_endpoint: at('/oauth/par'),
    require_pushed_authorization_requests: facts.requiresPar,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
    request_object_signing_alg_values_supported: clientAlgorithms,
    dpop_signing_alg_values_supported: facts.proofAlgorithms,
    tls_client_certificate_bound_access_tokens: facts.certificateBoundTokens,
    code_challenge_methods_supported: ['S256'],
    client_id_metadata_document_supported: facts.clientDocuments,
    // RFC 9470 §7
    acr_values_supported: acrsReachableAt(issuer),
    // RFC 9207 §3
    authorization_response_iss_parameter_supported: true,
  };
}

/**
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#OPMetadata (and the other three of signing out)
 */
export function openidConfiguration(facts: ServerFacts, openid: OpenIdFacts): Metadata {
  const { issuer, signingAlgorithms } = facts;
  const at = (path: string) => ownAddress(issuer, path);
  return {
    ...authorizationServerMetadata(facts),
    userinfo_endpoint: at('/oauth/userinfo'),
    end_session_endpoint: at('/oauth/end-session'),
    check_session_iframe: at('/oauth/check-session'),
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    userinfo_signing_alg_values_supported: signingAlgorithms,
    claim_types_supported: ['normal'],
    claims_supported: openid.claims,
    claims_parameter_supported: true,
    prompt_values_supported: facts.prompts,
    ui_locales_supported: openid.pageLanguages,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  };
}
