import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { deriveKey, SecretKey } from './secret-key.js';

const key = new SecretKey('a secret key of the server, for tests');
const other = new SecretKey('a secret key of the server, for testS');
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

describe('a sealed value', () => {
  it('opens under the same key and context', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (plain, context) => key.open(key.seal(plain, context), context).equals(plain)),
    );
  });

  it('opens under no other key or context', () => {
    const sealed = key.seal(Buffer.from('secret'), 'signing-key a');
    expect(() => other.open(sealed, 'signing-key a')).toThrow();
    expect(() => key.open(sealed, 'signing-key b')).toThrow();
    expect(() => key.open(sealed, '')).toThrow();
  });

  it('opens no more once a single bit is another, or a byte is missing', () => {
    const sealed = key.seal(Buffer.from('secret'), 'x');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => key.open(flipped, 'x')).toThrow();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => key.open(sealed.subarray(0, length), 'x')).toThrow();
    }
  });

  it('never looks the same twice, and never contains the plain text', () => {
    const plain = Buffer.from('a secret that is long enough to be found');
    expect(key.seal(plain, 'x')).not.toEqual(key.seal(plain, 'x'));
    expect(key.seal(plain, 'x').includes(plain.subarray(0, 8))).toBe(false);
  });
});

describe('derived keys', () => {
  it('differ by material, salt and purpose', () => {
    const [a, b] = [Buffer.from('a'), Buffer.from('b')];
    const keys = [deriveKey(a, a, 'x'), deriveKey(b, a, 'x'), deriveKey(a, b, 'x'), deriveKey(a, a, 'y')];
    expect(new Set(keys.map((derived) => derived.toString('hex'))).size).toBe(4);
    for (const derived of keys) expect(derived).toHaveLength(32);
  });

  it('of one server key are the same on every node, and another for every server', () => {
    const data = Buffer.from('data');
    expect(new SecretKey('a secret key of the server, for tests').mac(data)).toEqual(key.mac(data));
    expect(other.mac(data)).not.toEqual(key.mac(data));
    expect(key.mac(data)).toHaveLength(16);
  });
});
