import type { SecretKey } from './secret-key.js';

/** How every stand-in begins. */
export const UNKNOWN_LOGIN = 'typed_';

/**
 * The stand-in for a login that belongs to no account. The login may be a password entered in the wrong field, so the
 * stand-in cannot be reversed; equal logins still have equal stand-ins.
 */
export function hashOfUnknownLogin(key: SecretKey, name: string): string {
  return `${UNKNOWN_LOGIN}${key.mac(Buffer.from(`typed name ${name.trim().toLowerCase()}`)).toString('base64url')}`;
}
