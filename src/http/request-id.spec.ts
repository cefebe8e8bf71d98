import { describe, expect, it } from '@jest/globals';
import { requestIdOf } from './request-id.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  it('is the one the caller gave', () => {
    expect(requestIdOf({ 'x-request-id': 'build-42_a.B' })).toBe('build-42_a.B');
    expect(requestIdOf({ 'x-request-id': 'a'.repeat(128) })).toBe('a'.repeat(128));
  });

  it.each([undefined, '', 'a b', 'a\nb', 'é', '{"a":1}', 'a'.repeat(129)])('is a new UUID instead of %j', (given) => {
    expect(requestIdOf({ 'x-request-id': given })).toMatch(UUID);
  });
});
