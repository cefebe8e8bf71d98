// What an attacker would gain: codes of a person who allowed an honest application once, sent without a question to
// another program on that person's device, which listens on its loopback port or claims its scheme. And honest
// applications in browsers would lose: a sign-in that renews itself in silence.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let ada: Person;

beforeAll(async () => {
  server = await startLatchkey();
  ada = await newPerson(server, await administrator(server));
});
afterAll(async () => {
  await server.stop();
});

const publicAt = (redirectUri: string, firstParty = false) =>
  RelyingParty.at(server, { type: 'public', secret: null, redirectUris: [redirectUri], firstParty });
const isAsked = (page: Page) => new URL(page.url).pathname === '/interaction/consent';
const answerOf = (page: Page) => page.leftFor?.searchParams.get('error') ?? page.leftFor?.searchParams.has('code');

const OWN = 'https://app.example.com/callback';

describe('a public application with an https redirect URI of its own', () => {
  it('is asked for once, and renews allowed scopes silently', async () => {
    const party = await publicAt(OWN);
    const browser = new Browser(server.baseUrl);
    const first = await browser.open(party.request());
    expect(isAsked(await browser.submit(first, { username: ada.email, password: ada.password }))).toBe(true);
    expect(answerOf(await browser.open(party.request({ prompt: 'none' })))).toBe('consent_required');
    expect(answerOf(await browser.walk(await browser.open(party.request()), ada))).toBe(true);
    expect(answerOf(await browser.open(party.request()))).toBe(true);
    const silent = await browser.open(party.request({ prompt: 'none' }));
    expect((await party.redeem(silent.leftFor?.searchParams.get('code') ?? '')).status).toBe(200);
  });

  it('is asked again for more, on request, and once the consent was withdrawn', async () => {
    const party = await publicAt(OWN);
    const browser = new Browser(server.baseUrl);
    await party.tokens(ada, {}, browser);
    const more = { scope: 'openid profile email read_items' };
    expect(answerOf(await browser.open(party.request({ ...more, prompt: 'none' })))).toBe('consent_required');
    expect(isAsked(await browser.open(party.request(more)))).toBe(true);
    expect(isAsked(await browser.open(party.request({ prompt: 'consent' })))).toBe(true);
    expect((await ada.api.delete(`consents/${party.client.clientId}`)).status).toBe(204);
    expect(answerOf(await browser.open(party.request({ prompt: 'none' })))).toBe('consent_required');
  });

  it('of the organisation is never asked for', async () => {
    const party = await publicAt(OWN, true);
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(party.request());
    expect(answerOf(await browser.submit(page, { username: ada.email, password: ada.password }))).toBe(true);
    expect(answerOf(await browser.open(party.request({ prompt: 'none' })))).toBe(true);
  });

  it('gets no offline access in silence', async () => {
    const party = await publicAt(OWN);
    const browser = new Browser(server.baseUrl);
    const scope = 'openid offline_access';
    expect((await party.tokens(ada, { scope }, browser)).scope).toBe(scope);
    expect((await party.tokens(ada, { scope, prompt: 'none' }, browser)).scope).toBe('openid');
  });

  it('has to come back to that very URI, where it has others', async () => {
    const native = 'http://127.0.0.1/callback';
    const redirectUris = [OWN, native];
    const party = await RelyingParty.at(server, { type: 'public', secret: null, redirectUris, firstParty: true });
    const browser = new Browser(server.baseUrl);
    await party.tokens(ada, {}, browser);
    expect(isAsked(await browser.open(party.request({ redirect_uri: native })))).toBe(true);
    const silent = await browser.open(
      party.request({ redirect_uri: 'http://127.0.0.1:5100/callback', prompt: 'none' }),
    );
    expect(answerOf(silent)).toBe('consent_required');
  });
});

describe('a public application on the person’s own device', () => {
  it.each([
    'http://127.0.0.1/callback',
    'http://localhost:5100/callback',
    'http://[::1]/callback',
    'https://localhost/callback',
    'https://127.0.0.1:8443/callback',
    'com.example.app:/callback',
    'cursor://anysphere.cursor-mcp/oauth/callback',
  ])('is asked for every time at %s, first-party or not', async (redirectUri) => {
    const native = await publicAt(redirectUri);
    const own = await publicAt(redirectUri, true);
    const browser = new Browser(server.baseUrl);
    for (const party of [native, own]) {
      await party.tokens(ada, {}, browser);
      expect(isAsked(await browser.open(party.request()))).toBe(true);
      expect(answerOf(await browser.open(party.request({ prompt: 'none' })))).toBe('consent_required');
    }
  });
});
