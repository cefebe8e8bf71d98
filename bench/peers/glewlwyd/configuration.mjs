/** Glewlwyd's configuration file. It writes its log to where its output goes. */
export function configurationFile({ port, baseUrl, databaseUrl }) {
  return `port=${port}
bind_address="127.0.0.1"
external_url="${baseUrl}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="ERROR"
cookie_secure=0
session_expiration=2419200
session_key="GLEWLWYD2_SESSION_ID"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "postgre"; conninfo = "${databaseUrl}" };
`;
}

/** Its OpenID Connect plug-in: ES256, refresh tokens used once. */
export function plugin(issuer, { key, cert }) {
  return {
    module: 'oidc',
    name: 'oidc',
    display_name: 'OIDC',
    parameters: {
      iss: issuer,
      'jwt-type': 'ecdsa',
      'jwt-key-size': '256',
      key,
      cert,
      'access-token-duration': 3600,
      'refresh-token-duration': 1_209_600,
      'code-duration': 600,
      'refresh-token-rolling': true,
      'refresh-token-one-use': 'always',
      'allow-non-oidc': true,
      'auth-type-code-enabled': true,
      'auth-type-token-enabled': false,
      'auth-type-id-token-enabled': true,
      'auth-type-implicit-enabled': false,
      'auth-type-none-enabled': false,
      'auth-type-password-enabled': false,
      'auth-type-client-enabled': true,
      'auth-type-device-enabled': false,
      'auth-type-refresh-enabled': true,
      'auth-type-code-revoke-replayed': true,
      'introspection-revocation-allowed': true,
      'introspection-revocation-allow-target-client': true,
      'introspection-revocation-auth-scope': [],
      'pkce-allowed': true,
      'pkce-method-plain-allowed': false,
      'jwks-show': true,
      'subject-type': 'public',
      'additional-parameters': [],
      claims: [],
      'request-parameter-allow': false,
      'restrict-scope-client-property': '',
      scope: [],
    },
  };
}

export function scope(name) {
  return { name, display_name: name, password_required: true, password_max_age: 0, scheme: {} };
}

export function application({ id, secret, redirectUri }) {
  return {
    client_id: id,
    name: 'bench',
    client_secret: secret,
    confidential: true,
    enabled: true,
    scope: ['api'],
    redirect_uri: [redirectUri],
    authorization_type: ['code', 'client_credentials', 'refresh_token', 'id_token'],
    token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
  };
}
