import type { SecretKey } from './secret-key.js';

const PREFIX = 'typed_';

/**
 * What stands for a name that somebody typed and nobody has. It may be a password typed in the wrong field: nothing
 * leads back from here to it, and the same name is still seen to be the same.
 */
export function markOfTypedName(key: SecretKey, name: string): string {
  return `${PREFIX}${key.mac(Buffer.from(`typed name ${name.trim().toLowerCase()}`)).toString('base64url')}`;
}

/** Whether it stands for a name that was typed. */
export function isTypedName(subject: string): boolean {
  return subject.startsWith(PREFIX);
}
