/** One factor, such as a password. */
const ONE_FACTOR = 'urn:latchkey:acr:one-factor';

/** The authentication context classes this server knows, as metadata lists them. */
export const ACR_VALUES: readonly string[] = [ONE_FACTOR];

/**
 * The authentication context class that methods of authentication (RFC 8176) reach; undefined for none at all.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDToken (acr)
 */
export function acrOf(amr: readonly string[]): string | undefined {
  return amr.length > 0 ? ONE_FACTOR : undefined;
}
