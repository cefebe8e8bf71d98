import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { formatScope, isScopeToken, narrow, parseScope } from './scope.js';

const INVALID = { reason: 'invalid_scope' };
/** scope-token = 1*( %x21 / %x23-5B / %x5D-7E ) */
const token = fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,30}$/);
const scopes = fc.uniqueArray(token, { minLength: 1, maxLength: 20 });

describe('a scope parameter', () => {
  it('is read as it was written, each scope once and in order', () => {
    fc.assert(
      fc.property(scopes, (list) => {
        expect(parseScope(formatScope(list))).toEqual(list);
      }),
    );
    expect(parseScope('b a b')).toEqual(['b', 'a']);
    expect(parseScope('  a   b ')).toEqual(['a', 'b']);
    expect(parseScope('')).toEqual([]);
  });

  it.each(['a"b', 'a\\b', 'a\tb', 'a\nb', 'a\u00a0b', 'ä', '\u007f', 'a\u2028b'])('refuses %j', (text) => {
    expect(() => parseScope(text)).toThrow(expect.objectContaining(INVALID));
    expect(isScopeToken(text)).toBe(false);
  });

  it('refuses more and longer scopes than there are, without looking at each', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => `s${String(i)}`).join(' ');
    expect(parseScope(many(100))).toHaveLength(100);
    for (const text of [many(101), many(10_000), 'x'.repeat(101), 'x '.repeat(8000)]) {
      expect(() => parseScope(text)).toThrow(expect.objectContaining(INVALID));
    }
  });

  it('never fails but with a refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        try {
          for (const scope of parseScope(text)) expect(isScopeToken(scope)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject(INVALID);
        }
      }),
    );
  });
});

describe('narrowing', () => {
  it('returns the requested part of the granted scopes, and never more', () => {
    fc.assert(
      fc.property(scopes, fc.array(fc.nat()), (granted, picks) => {
        const asked = [...new Set(picks.map((pick) => granted[pick % granted.length]!))];
        const result = narrow(formatScope(granted), formatScope(asked));
        expect(parseScope(result)).toEqual(asked.length === 0 ? granted : asked);
      }),
    );
  });

  it('gives everything to those who ask for nothing', () => {
    expect(narrow('a b', undefined)).toBe('a b');
    expect(narrow('a b', ' ')).toBe('a b');
  });

  it.each(['c', 'a c', 'A', 'a,b', 'ab'])('refuses %j of "a b"', (asked) => {
    expect(() => narrow('a b', asked)).toThrow(expect.objectContaining(INVALID));
  });
});
