// What an attacker would gain: a sign-out in the name of a client that did not authenticate.
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { oauthDialect } from '../http/oauth.dialect.js';
import type { ClientGuard } from '../oauth/endpoints/client.guard.js';
import { Parameters } from '../protocol/parameters.js';
import { Refusal } from '../protocol/refusal.js';
import { BackEndGuard } from './back-end.guard.js';

async function guarded(form: string, headers: Record<string, string> = {}, refusal?: Refusal) {
  let authenticated = 0;
  const clients = {
    canActivate: () => {
      authenticated++;
      return refusal === undefined ? Promise.resolve(true) : Promise.reject(refusal);
    },
  } as unknown as ClientGuard;
  const request: Record<string, unknown> = {
    url: '/oauth/end-session',
    headers,
    raw: { rawHeaders: [] },
    body: Parameters.fromForm(form),
  };
  const result = await new BackEndGuard(clients)
    .canActivate(new ExecutionContextHost([request]))
    .catch((error: unknown) => error);
  return { result, authenticated, request };
}

describe('the back-end guard', () => {
  it.each<[string, string, Record<string, string>]>([
    ['client_secret', 'client_id=shop&client_secret=secret', {}],
    ['client_assertion', 'client_assertion=a.b.c', {}],
    ['refresh_token', 'client_id=shop&refresh_token=token', {}],
    ['Authorization header', 'id_token_hint=a.b.c', { authorization: 'Basic c2hvcDpzZWNyZXQ=' }],
    ['secret beside a cookie', 'client_secret=secret', { cookie: 'latchkey=session' }],
  ])('authenticates the client of a request with a %s', async (_, form, headers) => {
    const { result, authenticated, request } = await guarded(form, headers);
    expect([result, authenticated]).toEqual([true, 1]);
    expect(request.dialect).toBe(oauthDialect);
    const { result: refused } = await guarded(form, headers, new Refusal('invalid_client', 'no'));
    expect(refused).toMatchObject({ reason: 'invalid_client' });
  });

  it.each<[string, Record<string, string>]>([
    ['sends a cookie', { cookie: 'latchkey=session' }],
    ['navigates', { 'sec-fetch-mode': 'navigate' }],
    ['names its origin and asks for a page', { origin: 'https://shop.example', accept: 'text/html,*/*' }],
  ])('leaves a browser to the pages if it %s', async (_, headers) => {
    const { result, authenticated, request } = await guarded('id_token_hint=a.b.c', headers);
    expect([result, authenticated]).toEqual([true, 0]);
    expect(request).not.toHaveProperty('fromBackEnd');
    expect(request).not.toHaveProperty('dialect');
  });

  it('passes any other request on as one of a server, without a client', async () => {
    const { result, authenticated, request } = await guarded('id_token_hint=a.b.c');
    expect([result, authenticated]).toEqual([true, 0]);
    expect((request.fromBackEnd as Parameters).optional('id_token_hint')).toBe('a.b.c');
    expect(request.dialect).toBe(oauthDialect);
  });
});
