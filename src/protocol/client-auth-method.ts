/**
 * How an application may prove who it is, by the names it registers.
 * @see https://www.iana.org/assignments/oauth-parameters/oauth-parameters.xhtml#token-endpoint-auth-method
 */
export const CLIENT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;

export type ClientAuthMethodName = (typeof CLIENT_AUTH_METHODS)[number];

/** Whether the application keeps a secret that this server gave it. */
export function needsSecret(method: string): boolean {
  return method.startsWith('client_secret_');
}
