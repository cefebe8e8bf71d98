import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, GenuineTokens } from './genuine-tokens.js';

describe('genuine tokens', () => {
  it('are known by all of their fingerprint', () => {
    const genuine = new GenuineTokens();
    const fingerprint = fingerprintOf('a token');
    expect(genuine.has(fingerprint)).toBe(false);
    genuine.add(fingerprint);
    expect(genuine.has(fingerprint)).toBe(true);
    for (let i = 0; i < fingerprint.length; i++) {
      const other = Buffer.from(fingerprint);
      other.writeUInt8(other.readUInt8(i) ^ 1, i);
      expect(genuine.has(other)).toBe(false);
    }
  });

  it('are overwritten by a colliding fingerprint', () => {
    const genuine = new GenuineTokens();
    const [first, second] = [fingerprintOf('first'), fingerprintOf('second')];
    first.copy(second, 0, 0, 4);
    genuine.add(first);
    genuine.add(second);
    expect(genuine.has(first)).toBe(false);
    expect(genuine.has(second)).toBe(true);
  });
});
