import { hash, timingSafeEqual } from 'node:crypto';
import { randomBytes } from './randomness.js';

/**
 * A new secret of 256 random bits. Such secrets are stored as plain SHA-256: they cannot be guessed, so a slow hash would
 * add nothing.
 */
export function newSecret(): Buffer {
  return randomBytes(32);
}

/** A new secret as cookies and the links of mails hold it. */
export function newSecretText(): string {
  return newSecret().toString('base64url');
}

/** Whether this can be a secret of that form. */
export function isSecretText(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

export function sha256(secret: Buffer | string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** Whether two hashes are equal, in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
