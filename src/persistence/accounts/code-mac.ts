import type { SecretKey } from '../../secrets/secret-key.js';

/** How the digits of a mail are kept: a hash alone would be guessed at once. @param hash the one of the mail's link */
export function codeMac(key: SecretKey, hash: Uint8Array, code: string): Buffer {
  return key.mac(Buffer.from(`mail code ${Buffer.from(hash).toString('hex')} ${code}`));
}
