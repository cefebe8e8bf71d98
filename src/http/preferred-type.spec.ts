import { describe, expect, it } from '@jest/globals';
import { prefersType } from './preferred-type.js';

const JWT = 'application/token-introspection+jwt';

describe('the preferred of two media types', () => {
  it.each([
    JWT,
    'Application/Token-Introspection+JWT',
    `${JWT}, application/json`,
    `${JWT};q=0.5`,
    `text/html, ${JWT} ; q=0.5 , application/json;q=0.4, */*;q=0.1`,
  ])('is the one that %j names', (accept) => {
    expect(prefersType(accept, JWT, 'application/json')).toBe(true);
  });

  it.each([
    '',
    '*/*',
    'application/*',
    'application/json',
    `${JWT};q=0`,
    `${JWT};q=0.000, application/json`,
    `${JWT};q=0.5, application/json`,
    `${JWT}x`,
    `x${JWT}`,
  ])('is the other for %j', (accept) => {
    expect(prefersType(accept, JWT, 'application/json')).toBe(false);
  });
});
