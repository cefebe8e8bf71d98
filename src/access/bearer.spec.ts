import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { growth, LINEAR } from '../../test/support/cost.js';
import { bearerOf } from './bearer.js';

describe('an Authorization header', () => {
  it('gives its Bearer token, in any spelling of the scheme', () => {
    const b64token = fc.stringMatching(/^[A-Za-z0-9\-._~+/]{1,60}={0,2}$/);
    fc.assert(
      fc.property(fc.constantFrom('Bearer', 'bearer', 'BEARER', 'bEARER'), b64token, (scheme, token) => {
        expect(bearerOf(`${scheme} ${token}`)).toBe(token);
      }),
    );
    expect(bearerOf('Bearer   abc')).toBe('abc');
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearerabc',
    'Bearer\tabc',
    'Bearer abc def',
    'Bearer abc,def',
    'Bearer "abc"',
    'Bearer abc ',
    ' Bearer abc',
    'Bearer =abc',
    'Bearer a=b',
    'Bearer äbc',
    'Bearer abc\0',
    'Bearer abc\nX: y',
    'Basic YTpi',
    'Token abc',
    'DPoP abc',
  ])('of %j gives none', (header) => {
    expect(bearerOf(header)).toBeUndefined();
  });

  it('that is missing gives none', () => {
    expect(bearerOf(undefined)).toBeUndefined();
  });

  it('of fifty kilobytes costs no more than its length', async () => {
    const read = (length: number) => {
      for (const hostile of [
        'Bearer ' + 'a'.repeat(length) + '!',
        'Bearer' + ' '.repeat(length),
        'Bearer ' + '='.repeat(length),
      ]) {
        expect(bearerOf(hostile)).toBeUndefined();
      }
    };
    expect(await growth(50_000, read)).toBeLessThan(LINEAR);
  });
});
