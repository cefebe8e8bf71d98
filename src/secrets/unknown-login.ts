import type { SecretKey } from './secret-key.js';

const PREFIX = 'typed_';

/**
 * The stand-in for a login that belongs to no account. The login may be a password entered in the wrong field, so the
 * stand-in cannot be reversed; equal logins still have equal stand-ins.
 */
export function hashOfUnknownLogin(key: SecretKey, name: string): string {
  return `${PREFIX}${key.mac(Buffer.from(`typed name ${name.trim().toLowerCase()}`)).toString('base64url')}`;
}

/** Whether the text is such a stand-in. */
export function isHashOfUnknownLogin(subject: string): boolean {
  return subject.startsWith(PREFIX);
}
