import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { Parameters, printable } from './parameters.js';
import { Refusal } from './refusal.js';

const INVALID = { reason: 'invalid_request' };
const wellFormed = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0'));
const name = wellFormed.filter((text) => text !== '');

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a form', () => {
  it('reads what a browser or library wrote, for any names and values', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, wellFormed), { selector: ([key]) => key, maxLength: 20 }), (pairs) => {
        const parameters = Parameters.fromForm(new URLSearchParams(pairs).toString());
        for (const [key, value] of pairs) {
          expect(parameters.optional(key)).toBe(value === '' ? undefined : value);
          expect(parameters.has(key)).toBe(true);
        }
        expect(parameters.size).toBe(pairs.length);
      }),
    );
  });

  it('never fails except with a refusal, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        try {
          Parameters.fromForm(text);
        } catch (error) {
          expect(error).toMatchObject(INVALID);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a=1&a=2', 'a'],
    ['a=1&a=1', 'a'],
    ['a=&a=', 'a'],
    ['a&a', 'a'],
    ['a=1&%61=2', 'a'],
  ])('refuses a parameter twice: %s', (text, field) => {
    expect(refusalOf(() => Parameters.fromForm(text)).fields).toEqual([{ field, message: 'is given more than once' }]);
  });

  it.each(['a=%', 'a=%z', 'a=%ff', 'a=%c0%80', 'a=%ed%a0%80', '%ff=a', 'a=%00', 'a=b%00c'])('refuses %s', (text) => {
    expect(refusalOf(() => Parameters.fromForm(text))).toMatchObject(INVALID);
  });

  it('takes nested names for plain ones', () => {
    const parameters = Parameters.fromForm('a[b]=1&a[]=2&a.b=3&__proto__=4&constructor=5&toString=6');
    expect([...parameters.names()]).toEqual(['a[b]', 'a[]', 'a.b', '__proto__', 'constructor', 'toString']);
    expect(parameters.optional('hasOwnProperty')).toBeUndefined();
    expect(parameters.has('valueOf')).toBe(false);
  });

  it('counts a parameter without a value as omitted, yet sent', () => {
    const parameters = Parameters.fromForm('token=&x');
    expect(parameters.optional('token')).toBeUndefined();
    expect(parameters.has('token')).toBe(true);
    expect(() => parameters.required('token')).toThrow('token: is required');
  });

  it('refuses more parameters than any request needs, hidden behind empty ones too', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => `p${String(i)}=1`).join('&');
    expect(Parameters.fromForm(many(64)).size).toBe(64);
    for (const text of [many(65), many(10_000), `${'&'.repeat(66)}token=x`]) {
      expect(refusalOf(() => Parameters.fromForm(text))).toMatchObject({
        ...INVALID,
        description: 'More than 64 parameters',
      });
    }
  });

  it('refuses a value longer than any we take', () => {
    expect(Parameters.fromForm(`a=${'x'.repeat(16_384)}`).required('a')).toHaveLength(16_384);
    expect(refusalOf(() => Parameters.fromForm(`a=${'x'.repeat(16_385)}`))).toMatchObject(INVALID);
  });
});

describe('a flat JSON object', () => {
  it('reads strings', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, wellFormed), { selector: ([key]) => key, maxLength: 20 }), (pairs) => {
        const parameters = Parameters.fromJson(Object.fromEntries(pairs));
        for (const [key, value] of pairs) expect(parameters.optional(key) ?? '').toBe(value);
      }),
    );
  });

  it.each([null, [], ['a'], 'text', 7, true])('refuses %j in its place', (body) => {
    expect(refusalOf(() => Parameters.fromJson(body))).toMatchObject(INVALID);
  });

  it('takes a member that is null for one without a value', () => {
    const parameters = Parameters.fromJson({ token: null, resource: [null, 'a'] });
    expect([parameters.has('token'), parameters.optional('token')]).toEqual([true, undefined]);
    expect(parameters.all('resource')).toEqual(['a']);
  });

  it.each([1, true, {}, [], ['x']])('refuses a member that is %j', (value) => {
    expect(refusalOf(() => Parameters.fromJson({ token: value })).fields).toMatchObject([{ field: 'token' }]);
  });

  it('refuses NUL and lone surrogates', () => {
    for (const value of ['\0', 'a\0b', '\ud800', 'a\udc00']) {
      expect(refusalOf(() => Parameters.fromJson({ a: value }))).toMatchObject(INVALID);
    }
  });
});

describe('what an endpoint knows', () => {
  it('refuses unknown parameters by name', () => {
    const parameters = Parameters.fromForm('username=a&role=admin');
    expect(parameters.only('username', 'role')).toBe(parameters);
    expect(refusalOf(() => parameters.only('username')).fields).toMatchObject([{ field: 'role' }]);
  });

  it('names everything that is missing at once', () => {
    const refusal = refusalOf(() => Parameters.fromForm('b=2').requiredAll('a', 'b', 'c'));
    expect(refusal.fields.map(({ field }) => field)).toEqual(['a', 'c']);
  });
});

describe('a name in an answer', () => {
  it('is short, printable and without quotes, for any name of the client', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(printable(text)).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]{1,64}$/);
      }),
    );
  });
});
