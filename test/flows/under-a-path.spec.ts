import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { type Browser as Chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchChromium, signInAt, visitor } from '../browser/browser.js';
import { Browser, type Page } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { freePort } from '../support/free-port.js';
import { call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { startNginx } from '../support/nginx.js';
import { PLAIN_HTTP, plainHttp } from '../support/plain-http.js';
import { RelyingParty } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const AFTERWARDS = 'https://app.example.com/signed-out';

/** One is the documented faces' own, one is deep. */
const PATHS = ['/auth', '/login/eu'];

/** How proxies pass a path on, and what of it the server behind sees. */
const HABITS = {
  'keeps the path': (base: string, server: string) => `location ${base} { proxy_pass ${server}; }`,
  'strips the path': (base: string, server: string) =>
    `location = ${base} { proxy_pass ${server}/; } location ${base}/ { proxy_pass ${server}/; }`,
};

const suite = requireTools('the server under a path, behind nginx', ['nginx', 'chromium']) ? describe : describe.skip;

suite.each(Object.keys(HABITS) as (keyof typeof HABITS)[])('under a path, behind an nginx that %s', (habit) => {
  describe.each(PATHS)('%s', (base) => {
    let server: Latchkey;
    let nginx: { stop: () => Promise<void> };
    let chromium: Chromium;
    let origin: string;
    let issuer: string;
    let ada: Person;
    let party: RelyingParty;

    beforeAll(async () => {
      const port = await freePort();
      origin = `http://127.0.0.1:${String(port)}`;
      issuer = origin + base;
      server = await startLatchkey({ settings: { ISSUER: issuer, DYNAMIC_REGISTRATION: 'open' } });
      const known = `location /.well-known/ { proxy_pass ${server.baseUrl}; }`;
      nginx = await startNginx(port, HABITS[habit](base, server.baseUrl) + known);
      ada = await newPerson(server, await administrator(server));
      party = await RelyingParty.at(server, {
        grantTypes: ['authorization_code', 'refresh_token', DEVICE_CODE],
        postLogoutRedirectUris: [AFTERWARDS],
      });
      chromium = await launchChromium();
    });
    afterAll(async () => {
      await chromium.close();
      await nginx.stop();
      await server.stop();
    });

    /** Every file that a page names is there, and every address on it is under the path. */
    async function isWhole(page: Page): Promise<void> {
      const addresses = [...page.text.matchAll(/ (?:href|src|action)="([^"]+)"/g)].map(([, address = '']) => address);
      expectOf(page.url, addresses.length).toBeGreaterThan(0);
      for (const address of addresses.filter((one) => one.startsWith('/'))) {
        expectOf(page.url, address).toMatch(new RegExp(`^${base}/`));
        if (/\.(css|js)$/.test(address)) expectOf(address, (await call(origin + address)).status).toBe(200);
      }
    }

    it('is found by both spellings of each well-known address', async () => {
      for (const name of ['openid-configuration', 'oauth-authorization-server']) {
        const doubled = `${issuer}//.well-known/${name}`;
        for (const address of [`${issuer}/.well-known/${name}`, `${origin}/.well-known/${name}${base}`, doubled]) {
          const answer = await call(address);
          expectOf(address, answer.status).toBe(200);
          const metadata = answer.json as Record<string, unknown>;
          expect(metadata.issuer).toBe(issuer);
          expect((await call(String(metadata.jwks_uri))).status).toBe(200);
          const places = Object.entries(metadata).filter(([member]) => member.endsWith('_endpoint'));
          for (const [member, place] of places) expectOf(member, String(place).startsWith(`${issuer}/`)).toBe(true);
        }
      }
    });

    it('says where the metadata of its APIs is', async () => {
      const refused = await call(`${issuer}/api/v1/users/me`);
      expect(refused.status).toBe(401);
      const address = /resource_metadata="([^"]+)"/.exec(String(refused.headers['www-authenticate']))?.[1] ?? '';
      const inserted = `${origin}/.well-known/oauth-protected-resource${base}/api/v1`;
      for (const place of [address, inserted]) {
        expectOf(place, (await call(place)).json).toMatchObject({
          resource: `${issuer}/api/v1`,
          authorization_servers: [issuer],
        });
      }
    });

    it('answers at the documented faces', async () => {
      const { email: username, password } = ada;
      const login = await postForm(`${issuer}/api/v1/login/access-token`, { username, password });
      expect(login.json).toMatchObject({ token_type: 'bearer' });
      const envelope = await call(`${issuer}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
      expect(envelope.json).toMatchObject({ success: true });
      expect((await call(`${issuer}/health/ready`)).status).toBe(200);
      expect((await call(`${issuer}/no/such/page`)).status).toBe(404);
    });

    it('signs people in for openid-client, and out again', async () => {
      const { clientId, clientSecret } = party.client;
      const method = client.ClientSecretBasic(clientSecret);
      const config = await client.discovery(new URL(issuer), clientId, {}, method, {
        execute: [plainHttp, client.enableNonRepudiationChecks],
      });
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const expectedState = client.randomState();
      const browser = new Browser(origin);
      const start = await browser.open(
        client.buildAuthorizationUrl(config, {
          redirect_uri: party.redirectUri,
          scope: 'openid profile offline_access',
          code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
          code_challenge_method: 'S256',
          state: expectedState,
          prompt: 'consent',
        }).href,
      );
      expect(new URL(start.url).pathname).toBe(`${base}/interaction/sign-in`);
      await isWhole(start);
      const consent = await browser.submit(start, { username: ada.email, password: ada.password });
      await isWhole(consent);
      const { leftFor } = await browser.submit(consent, { decision: 'allow' });
      const tokens = await client.authorizationCodeGrant(config, leftFor!, { pkceCodeVerifier, expectedState });
      const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
      const told = await client.fetchUserInfo(config, refreshed.access_token, tokens.claims()?.sub ?? '');
      expect(told.sub).toBe(ada.id);

      for (const name of browser.cookies.keys()) expect(name).toMatch(/^latchkey-[0-9a-f]{8}(-\w+)*$/);
      const end = client.buildEndSessionUrl(config, { client_id: clientId, post_logout_redirect_uri: AFTERWARDS });
      const asking = await browser.open(end.href);
      await isWhole(asking);
      const out = await browser.submit(asking, { decision: 'sign-out' });
      expect(out.leftFor?.href).toBe(AFTERWARDS);
    });

    it.each(['oidc', 'oauth2'] as const)('signs people in for oauth4webapi, found by %s', async (algorithm) => {
      const found = await oauth.discoveryRequest(new URL(issuer), { algorithm, ...PLAIN_HTTP });
      const as = await oauth.processDiscoveryResponse(new URL(issuer), found);
      const it: oauth.Client = { client_id: party.client.clientId };
      const verifier = oauth.generateRandomCodeVerifier();
      const request = new URL(as.authorization_endpoint ?? '');
      request.search = new URLSearchParams({
        client_id: it.client_id,
        redirect_uri: party.redirectUri,
        response_type: 'code',
        scope: 'openid',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).toString();
      const browser = new Browser(origin);
      const { leftFor } = await browser.walk(await browser.open(request.href), ada);
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        it,
        oauth.ClientSecretBasic(party.client.clientSecret),
        oauth.validateAuthResponse(as, it, leftFor!, oauth.expectNoState),
        party.redirectUri,
        verifier,
        PLAIN_HTTP,
      );
      const result = await oauth.processAuthorizationCodeResponse(as, it, answer, { requireIdToken: true });
      await oauth.validateApplicationLevelSignature(as, answer, PLAIN_HTTP);
      expect(oauth.getValidatedIdTokenClaims(result)?.sub).toBe(ada.id);
    });

    it('connects devices', async () => {
      const asked = await postForm(`${issuer}/oauth/device_authorization`, {
        client_id: party.client.clientId,
        client_secret: party.client.clientSecret,
      });
      const { verification_uri_complete: address } = asked.json as Record<string, string>;
      const browser = new Browser(origin);
      const typed = await browser.open(address ?? '');
      await isWhole(typed);
      const signIn = await browser.submit(typed);
      await isWhole(signIn);
      const shown = await browser.submit(signIn, { username: ada.email, password: ada.password });
      await isWhole(shown);
      const done = await browser.submit(shown, { decision: 'allow' });
      expect(done.text).toContain('Device connected');
      await isWhole(done);
    });

    it('explains what went wrong on pages that are whole', async () => {
      const page = await new Browser(origin).open(`${issuer}/oauth/authorize?client_id=unknown`);
      expect(page.status).toBe(400);
      await isWhole(page);
    });

    it('describes its API for this path, and shows it', async () => {
      const described = (await call(`${issuer}/docs/openapi.json`)).json as { servers: { url: string }[] };
      expect(new URL(described.servers[0]?.url ?? '', `${issuer}/docs/openapi.json`).href).toBe(`${issuer}/`);
      const { context, page, failures } = await watched();
      await page.goto(`${base}/docs`);
      await page.getByText('Latchkey').first().waitFor();
      expect(failures).toEqual([]);
      await context.close();
    });

    it('shows the console, whichever of its pages is opened', async () => {
      const { context, page, failures, misdeeds } = await watched();
      await signInAt(page, `${base}/console`, ADMINISTRATOR.email, ADMINISTRATOR.password);
      await page.getByRole('link', { name: 'Users' }).click();
      await page.getByText(ada.email).first().waitFor();
      expect(new URL(page.url()).pathname).toBe(`${base}/console/admin/users`);
      failures.length = 0; // the session was read before the sign-in
      await page.reload();
      await page.getByText(ada.email).first().waitFor();
      await page.goto(`${base}/console/admin/brands/new`);
      await page.getByLabel('Name').first().waitFor();
      expect(failures).toEqual([]);
      expect(misdeeds).toEqual({ complaints: [], foreign: [] });
      await context.close();
    });

    /** A visitor, and what was asked for outside the path or not found. */
    async function watched() {
      const visiting = await visitor(chromium, origin);
      const failures: string[] = [];
      visiting.page.on('response', (response) => {
        const { pathname } = new URL(response.url());
        if (!pathname.startsWith(base) || response.status() >= 400) failures.push(response.url());
      });
      return { ...visiting, failures };
    }
  });
});
