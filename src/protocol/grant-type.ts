/** @see https://www.rfc-editor.org/rfc/rfc8628#section-3.4 */
export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** The grants an application may be given. @see https://www.rfc-editor.org/rfc/rfc6749#section-1.3 */
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  DEVICE_CODE,
  'urn:ietf:params:oauth:grant-type:token-exchange',
] as const;

export type GrantType = (typeof GRANT_TYPES)[number];
