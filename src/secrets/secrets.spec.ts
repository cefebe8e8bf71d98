import { describe, expect, it } from '@jest/globals';
import { newSecret, sameHash, sha256 } from './secrets.js';

describe('secrets', () => {
  it('have 256 random bits', () => {
    const secrets = Array.from({ length: 100 }, newSecret);
    for (const secret of secrets) expect(secret).toHaveLength(32);
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(100);
  });

  it('are kept as SHA-256', () => {
    expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256(Buffer.from('abc'))).toEqual(sha256('abc'));
  });

  it('are the same only when every bit of the hash is', () => {
    const hash = sha256('abc');
    expect(sameHash(hash, Uint8Array.from(hash))).toBe(true);
    for (let bit = 0; bit < 256; bit++) {
      const flipped = Buffer.from(hash);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(sameHash(hash, flipped)).toBe(false);
    }
    expect(sameHash(hash, hash.subarray(0, 31))).toBe(false);
    expect(sameHash(hash, new Uint8Array())).toBe(false);
  });
});
