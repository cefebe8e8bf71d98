/** How a client says who it is in the body (RFC 6749 section 2.3.1, RFC 7521 section 4.2). */
const OF_CLIENT = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'] as const;

const OF_GRANTS = [
  ...['actor_token', 'actor_token_type', 'assertion', 'audience', 'code', 'code_verifier', 'device_code', 'grant_type'],
  ...['otp', 'password', 'redirect_uri', 'refresh_token', 'requested_token_type', 'resource', 'scope'],
  ...['subject_token', 'subject_token_type', 'user_code', 'username'],
] as const;

/** Of revocation and introspection; `access_token` and `api_key` are credentials that a request may bring elsewhere. */
const OF_TOKENS = ['token', 'token_type_hint', 'access_token', 'api_key'] as const;

/** What an authorization request consists of; a request object has the same (RFC 9101 section 4). */
const OF_AUTHORIZATION = [
  ...['acr_values', 'claims', 'claims_locales', 'client_id', 'code_challenge', 'code_challenge_method', 'display'],
  ...['dpop_jkt', 'id_token_hint', 'login_hint', 'max_age', 'nonce', 'prompt', 'redirect_uri', 'registration'],
  ...['resource', 'response_mode', 'response_type', 'scope', 'state', 'ui_locales'],
] as const;

export const AUTHORIZATION_PARAMETERS: ReadonlySet<string> = new Set(OF_AUTHORIZATION);

/** What a pushed authorization request has in its body (RFC 9126 section 2.1). */
export const PUSHED_PARAMETERS: ReadonlySet<string> = new Set([...OF_AUTHORIZATION, 'request', 'request_uri']);

/** What the endpoints that clients call read from a body, each its own. In a URL it would stand in logs and histories. */
export const BODY_PARAMETERS: ReadonlySet<string> = new Set([...OF_CLIENT, ...OF_GRANTS, ...OF_TOKENS]);
