import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { givePassword, launchChromium, visitor } from './browser.js';
import { expectOf } from '../support/expect-of.js';

const SUITE = 'an application that is a page on another origin';

interface Told {
  status: number;
  body: Record<string, unknown>;
  nonce: string | null;
}

(requireTools(SUITE, ['chromium']) ? describe : describe.skip)(SUITE, () => {
  let server: Latchkey;
  let site: Server;
  let origin: string;
  let browser: Browser;
  let ada: Person;
  let clientId: string;

  beforeAll(async () => {
    site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Notes</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}`;
    server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
    ada = await newPerson(server, await administrator(server));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    site.closeAllConnections();
    site.close();
  });

  it('registers itself, signs a person in, and calls everything that is for it', async () => {
    const { page } = await visitor(browser, server.baseUrl);
    /** What a script of the page is told. */
    const fetched = (path: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
      page.evaluate(
        async ([url, options]): Promise<Told> => {
          const answer = await fetch(url, options);
          const body = (await answer.json()) as Record<string, unknown>;
          return { status: answer.status, body, nonce: answer.headers.get('dpop-nonce') };
        },
        [server.baseUrl + path, init] as const,
      );
    const posted = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      fetched(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      });

    await page.goto(origin);
    const metadata = await fetched('/.well-known/oauth-authorization-server', {
      headers: { 'mcp-protocol-version': '2025-11-25' },
    });
    expect(metadata.body).toMatchObject({ issuer: server.baseUrl });
    expect((await fetched('/.well-known/jwks.json')).body).toHaveProperty('keys');
    const registered = await fetched('/oauth/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Notes',
        redirect_uris: [`${origin}/callback`],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'none',
      }),
    });
    clientId = String(registered.body.client_id);

    const pushed = await posted('/oauth/par', {
      client_id: clientId,
      response_type: 'code',
      redirect_uri: `${origin}/callback`,
      scope: 'openid email offline_access',
      prompt: 'consent',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
    });
    expect(pushed.status).toBe(201);
    const query = new URLSearchParams({ client_id: clientId, request_uri: String(pushed.body.request_uri) });
    await page.goto(`/oauth/authorize?${query.toString()}`);
    await givePassword(page, ada);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(`${origin}/callback**`);

    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const redeem = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: VERIFIER };
    const unproven = await posted('/oauth/token', redeem, { dpop: 'no proof' });
    expect([unproven.status, unproven.body.error]).toEqual([400, 'invalid_dpop_proof']);
    expect(unproven.nonce).not.toBeNull();
    const tokens = await posted('/oauth/token', { ...redeem, redirect_uri: `${origin}/callback` });
    expect(tokens.body).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) });
    const authorization = `Bearer ${String(tokens.body.access_token)}`;
    expect((await fetched('/oauth/userinfo', { headers: { authorization } })).body).toMatchObject({ email: ada.email });
    const refresh_token = String(tokens.body.refresh_token);
    const refreshed = await posted('/oauth/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token });
    expect(refreshed.status).toBe(200);
    const ended = { client_id: clientId, token: String(refreshed.body.refresh_token) };
    expect((await posted('/oauth/revoke', ended)).status).toBe(200);
    expect((await fetched('/oauth/userinfo', { headers: { authorization } })).status).toBe(401);
  });

  it('is kept from everything else', async () => {
    const { page } = await visitor(browser, server.baseUrl);
    await page.goto(origin);
    const readable = (path: string) =>
      page.evaluate(
        (url) =>
          fetch(url).then(
            () => true,
            () => false,
          ),
        server.baseUrl + path,
      );
    expect(await readable('/.well-known/jwks.json')).toBe(true);
    for (const path of ['/api/v1/users/me', '/oauth/authorize', '/console', '/oauth/introspect', '/health/live']) {
      expectOf(path, await readable(path)).toBe(false);
    }
  });
});
