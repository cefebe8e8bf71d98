import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../../config/settings.js';
import { ShownEnrolment } from './shown-enrolment.js';

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format: "Neither issuer nor account name may themselves contain a colon" */
describe('the address that an authenticator app reads', () => {
  it.each([
    ['https://auth.example.com', 'auth.example.com'],
    ['https://example.com/auth', 'example.com'],
    ['http://localhost:4611', 'localhost-4611'],
    ['http://[::1]:4611', '[--1]-4611'],
  ])('names the server %s without a colon', async (issuer, name) => {
    const { address } = await new ShownEnrolment({ issuer } as Settings).of(Buffer.alloc(20), {
      email: 'ada@x.example',
    });
    const { pathname, searchParams } = new URL(address);
    expect(searchParams.get('issuer')).toBe(name);
    expect(decodeURIComponent(pathname)).toMatch(/:ada@x\.example$/);
    expect(decodeURIComponent(pathname).split(':')).toHaveLength(2);
  });
});
