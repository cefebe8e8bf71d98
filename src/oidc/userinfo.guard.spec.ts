// What an attacker would gain: claims of a person without an access token, or past the person's IP whitelist.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { PresentedToken } from '../access/bearer.js';
import type { PresentedTokens } from '../access/presented-tokens.js';
import { Parameters } from '../protocol/parameters.js';
import { InvalidToken } from '../protocol/refusal.js';
import { UserinfoGuard } from './userinfo.guard.js';

async function guarded(headers: Record<string, string>, more: Record<string, unknown> = {}) {
  const tokens = {
    callerOf: ({ value, scheme }: PresentedToken) =>
      value === 'genuine' ? Promise.resolve({ caller: scheme, lists: [] }) : Promise.reject(new InvalidToken('no')),
  } as unknown as PresentedTokens;
  const raw = { rawHeaders: Object.entries(headers).flat() };
  const request: Record<string, unknown> = { method: 'GET', url: '/oauth/userinfo', headers, raw, ...more };
  const result = await new UserinfoGuard(tokens)
    .canActivate(new ExecutionContextHost([request, {}]))
    .catch((error: unknown) => error);
  return { result, request };
}

const form = (text: string) => ({ method: 'POST', body: Parameters.fromForm(text) });

describe('the userinfo guard', () => {
  it.each<[string, Record<string, string>, Record<string, unknown>, string]>([
    ['in the header', { authorization: 'Bearer genuine' }, {}, 'Bearer'],
    ['bound to a key', { authorization: 'DPoP genuine' }, {}, 'DPoP'],
    ['in the form', {}, form('access_token=genuine'), 'Bearer'],
  ])('verifies a token %s, and leaves the address to the whitelist guard', async (_, headers, more, scheme) => {
    const { result, request } = await guarded(headers, more);
    expect(result).toBe(true);
    expect(request).not.toHaveProperty('caller');
    (request.awaitsAddress as { admit: () => void }).admit();
    expect(request.caller).toBe(scheme);
  });

  it.each<[string, Record<string, string>, Record<string, unknown>, string]>([
    ['no token', {}, {}, 'not_authenticated'],
    ['a token that does not verify', { authorization: 'Bearer forged' }, {}, 'invalid_token'],
    ['another scheme', { authorization: 'Basic Z2VudWluZTo=' }, {}, 'invalid_token'],
    ['a token in the URL', {}, { url: '/oauth/userinfo?access_token=genuine' }, 'invalid_request'],
    ['a form of a GET', {}, { ...form('access_token=genuine'), method: 'GET' }, 'not_authenticated'],
    ['two tokens', { authorization: 'Bearer genuine' }, form('access_token=genuine'), 'invalid_request'],
    [
      'two headers, of which a proxy may have checked the other',
      { authorization: 'Bearer genuine' },
      { raw: { rawHeaders: ['Authorization', 'Bearer genuine', 'authorization', 'Bearer forged'] } },
      'invalid_request',
    ],
  ])('refuses %s', async (_, headers, more, reason) => {
    const { result, request } = await guarded(headers, more);
    expect(result).toMatchObject({ reason });
    expect(request).not.toHaveProperty('awaitsAddress');
  });
});
