import { describe, expect, it } from '@jest/globals';
import { randomBytes } from './randomness.js';

describe('random bytes', () => {
  it('are as many as were asked for, and none is given twice', () => {
    const given = Array.from({ length: 1000 }, (_, i) => randomBytes(12 + (i % 21)));
    expect(given.map((bytes) => bytes.length)).toEqual(given.map((_, i) => 12 + (i % 21)));
    const pieces = given.flatMap((bytes) => [bytes.subarray(0, 6), bytes.subarray(6, 12)]);
    expect(new Set(pieces.map((piece) => piece.toString('hex'))).size).toBe(pieces.length);
  });

  it('are never handed out twice', () => {
    const first = randomBytes(32);
    const copy = Buffer.from(first);
    for (let i = 0; i < 300; i++) randomBytes(32);
    expect(first).toEqual(copy);
  });
});
