/** @see https://www.rfc-editor.org/rfc/rfc8628#section-3.4 */
export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** @see https://www.rfc-editor.org/rfc/rfc8693#section-2.1 */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** The grants an application may be given. @see https://www.rfc-editor.org/rfc/rfc6749#section-1.3 */
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  DEVICE_CODE,
  TOKEN_EXCHANGE,
] as const;

export type GrantType = (typeof GRANT_TYPES)[number];
