// What an attacker would gain: a request without a credential, or with credentials of two principals, reaches a handler.
import { Reflector } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../config/settings.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { Whitelist } from '../network/whitelist.js';
import { InvalidToken } from '../protocol/refusal.js';
import type { CarriedScopes } from '../oauth/tokens/carried-scopes.js';
import { AccessGuard } from './access.guard.js';
import { HalfMark } from './half-mark.js';
import type { KeyAuthentication } from './key-authentication.js';
import type { PresentedTokens } from './presented-tokens.js';
import type { ProvedCaller } from './proved-caller.js';
import { REQUIREMENT, type Requirement } from './requirement.js';
import { SessionAuthentication } from './session-authentication.js';
import { SessionCookie } from './session-cookie.js';
import type { Sessions } from './sessions.js';
import { ShownCredentials } from './shown-credentials.js';

const KEY = { 'x-api-key': 'key_ada' };
const TOKEN = { authorization: 'Bearer token_ada' };
const COOKIE = { cookie: 'latchkey=session_ada' };

function proved(credential: string): Promise<ProvedCaller> {
  const [kind = '', id = ''] = credential.split('_');
  if (id === 'nothing') return Promise.reject(new InvalidToken(`no such ${kind}`));
  const caller = { credential: { kind }, account: { id }, clientId: null, isApplication: false };
  const list = { whitelist: Whitelist.of([]), name: 'a whitelist', subject: {} };
  return Promise.resolve({ caller, lists: [list] } as unknown as ProvedCaller);
}

const settings = { issuer: 'http://localhost', apiKeyInQuery: false } as Settings;
const keys = { callerOf: ({ key }: { key: string }) => proved(key) } as unknown as KeyAuthentication;
const tokens = { callerOf: ({ value }: { value: string }) => proved(value) } as unknown as PresentedTokens;
const store = {
  find: (secret: string) => {
    const [, id = ''] = secret.split('_');
    const whitelist = Whitelist.of(id === 'elsewhere' ? ['10.0.0.0/8'] : []);
    return Promise.resolve(id === 'nothing' ? undefined : { id: secret, account: { id, whitelist } });
  },
} as unknown as Sessions;
const shown = new ShownCredentials(new SessionCookie(settings, store, new HalfMark(settings)), settings);
const scopes = { ofSession: () => Promise.resolve(new Set<string>()) } as unknown as CarriedScopes;
const guard = new AccessGuard(new Reflector(), shown, tokens, keys, new SessionAuthentication(store, scopes, settings));

/** The kind of credential whose caller is admitted after the whitelists. */
async function admitted(headers: Record<string, string>, requirement: Partial<Requirement> | undefined = {}) {
  const handler = () => undefined;
  Reflect.defineMetadata(REQUIREMENT, { scope: undefined, admin: false, ...requirement }, handler);
  const request = {
    method: 'POST',
    url: '/api/v1/brands',
    headers,
    raw: { rawHeaders: [] },
    server: { parseCookie: (text: string) => Object.fromEntries([text.split('=')]) as unknown },
    origin: { address: '192.0.2.1' },
  };
  const context = new ExecutionContextHost([request, {}], undefined, handler);
  await guard.canActivate(context);
  expect(request).not.toHaveProperty('caller');
  new IpWhitelistGuard().canActivate(context);
  return (request as unknown as { caller: { credential: { kind: string } } }).caller.credential.kind;
}

describe('the access guard', () => {
  it.each<[string, Record<string, string>, string]>([
    ['an access token', TOKEN, 'token'],
    ['an API key', KEY, 'key'],
    ['a session cookie', COOKIE, 'session'],
    ['two credentials of one account, as the first', { ...KEY, ...TOKEN }, 'token'],
    ['a key beside a cookie of the same account', { ...KEY, ...COOKIE }, 'key'],
    ['a key beside an invalid cookie', { ...KEY, cookie: 'latchkey=session_nothing' }, 'key'],
    ['a key beside a cookie that may not be used here', { ...KEY, cookie: 'latchkey=session_elsewhere' }, 'key'],
    ['a session cookie beside what a proxy asks of the browser', { ...COOKIE, authorization: 'Basic YTpi' }, 'session'],
  ])('admits %s, once the whitelist allowed the address', async (_, headers, kind) => {
    expect(await admitted(headers)).toBe(kind);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no credential', {}, 'not_authenticated'],
    ['an invalid token beside a valid key', { ...KEY, authorization: 'Bearer token_nothing' }, 'invalid_token'],
    ['an invalid key beside a valid token', { ...TOKEN, 'x-api-key': 'key_nothing' }, 'invalid_token'],
    ['an invalid cookie alone', { cookie: 'latchkey=session_nothing' }, 'invalid_token'],
    ['credentials of two accounts', { ...TOKEN, 'x-api-key': 'key_eve' }, 'invalid_request'],
    ['a key beside a valid cookie of another account', { ...KEY, cookie: 'latchkey=session_eve' }, 'invalid_request'],
    ['a cookie that another site sends', { ...COOKIE, 'sec-fetch-site': 'cross-site' }, 'access_denied'],
    ['an Authorization header of another scheme', { ...KEY, authorization: 'Basic YTpi' }, 'invalid_token'],
    ['what a proxy asks of the browser alone', { authorization: 'Basic YTpi' }, 'invalid_token'],
    ['a token without a value beside a cookie', { ...COOKIE, authorization: 'Bearer' }, 'invalid_token'],
    ['an unreadable token beside a cookie', { ...COOKIE, authorization: 'DPoP a b' }, 'invalid_token'],
  ])('refuses %s', async (_, headers, reason) => {
    await expect(admitted(headers)).rejects.toMatchObject({ reason });
  });

  it('audits a call without a credential, unless it only tests for a session', async () => {
    await expect(admitted({})).rejects.toMatchObject({ audited: true });
    await expect(admitted({}, { testsForSession: true })).rejects.toMatchObject({ audited: false });
  });
});
