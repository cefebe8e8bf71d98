// What an attacker would gain: a page of another site acts with the session cookie of the person who opens it.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../config/settings.js';
import { OwnSiteGuard } from './own-site.guard.js';

describe('the own-site guard', () => {
  const guard = new OwnSiteGuard({ issuer: 'https://login.example' } as Settings);
  const decide = (method: string, headers: Record<string, string>) =>
    guard.canActivate(new ExecutionContextHost([{ method, headers }]));

  it.each<[string, Record<string, string>]>([
    ['this server’s own pages', { 'sec-fetch-site': 'same-origin' }],
    ['the person, without a page', { 'sec-fetch-site': 'none' }],
    ['its own origin, from a browser without Sec-Fetch-Site', { origin: 'https://login.example' }],
    ['a client that is not a browser', {}],
  ])('admits a write of %s', (_, headers) => {
    expect(decide('POST', headers)).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['its origin on plain http', { origin: 'http://login.example' }],
    ['another site that forges the origin', { 'sec-fetch-site': 'cross-site', origin: 'https://login.example' }],
  ])('refuses a write of %s', (_, headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(() => decide(method, headers)).toThrow(expect.objectContaining({ reason: 'access_denied' }));
    }
  });

  it('admits a read of any site', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(decide(method, { 'sec-fetch-site': 'cross-site' })).toBe(true);
    }
  });
});
