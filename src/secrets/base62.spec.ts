import { describe, expect, it } from '@jest/globals';
import { randomBase62 } from './base62.js';

describe('a random word', () => {
  it('has 43 letters and digits', () => {
    for (let i = 0; i < 200; i++) expect(randomBase62()).toMatch(/^[0-9A-Za-z]{43}$/);
  });

  it('is never the same twice, and every digit turns up everywhere', () => {
    const words = Array.from({ length: 5000 }, randomBase62);
    expect(new Set(words).size).toBe(words.length);
    // the most significant digit is last and does not reach all values
    for (let at = 0; at < 42; at++) expect(new Set(words.map((word) => word.charAt(at))).size).toBe(62);
  });
});
