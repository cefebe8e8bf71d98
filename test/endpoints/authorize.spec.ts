import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { basic, call, postForm } from '../support/http.js';
import { idTokenOfLongAgo } from '../support/id-token-of-long-ago.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const ACR = 'urn:latchkey:acr:one-factor';

const clock = new TestClock();
let server: Latchkey;
let ada: Person;
let bob: Person;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  const admin = await administrator(server);
  ada = await newPerson(server, admin);
  bob = await newPerson(server, admin);
  party = await RelyingParty.at(server);
});
afterAll(() => server.stop());

const newBrowser = () => new Browser(server.baseUrl);

async function signedIn(person = ada): Promise<{ browser: Browser; idToken: string }> {
  const browser = newBrowser();
  const { id_token = '' } = await party.tokens(person, {}, browser);
  return { browser, idToken: id_token };
}

const open = (browser: Browser, parameters: Record<string, string | undefined> = {}) =>
  browser.open(party.request(parameters));
const errorOf = (page: Page) => (page.leftFor ?? page.wayOn)?.searchParams.get('error');
const codeOf = (page: Page) => page.leftFor?.searchParams.get('code') ?? undefined;
const isAt = (page: Page, step: string) => new URL(page.url).pathname === `/interaction/${step}`;

describe('how the answer comes back', () => {
  it('in the query, with state and iss', async () => {
    const back = await party.authorize(ada, { state: 'a b&c=d' });
    expect(back.origin + back.pathname).toBe(party.redirectUri);
    expect(back.searchParams.get('state')).toBe('a b&c=d');
    expect(back.searchParams.get('iss')).toBe(server.baseUrl);
    expect(back.searchParams.get('code')).toMatch(/^lkc_/);
    expect(back.hash).toBe('');
  });

  it('in the fragment', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { response_mode: 'fragment' });
    expect(page.leftFor?.search).toBe('');
    const answer = new URLSearchParams(page.leftFor?.hash.slice(1));
    expect(answer.get('code')).toMatch(/^lkc_/);
    expect([answer.get('state'), answer.get('iss')]).toEqual(['the state', server.baseUrl]);
  });

  it('by a form that a script sends, or a person', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { response_mode: 'form_post', state: '"><b>' });
    expect([page.status, page.leftFor]).toEqual([200, undefined]);
    const [form] = page.forms;
    expect(form?.action).toBe(party.redirectUri);
    expect(form?.fields).toMatchObject({ state: '"><b>', iss: server.baseUrl });
    expect(page.text).not.toContain('"><b>');
    expect(page.headers['content-security-policy']).not.toContain('form-action');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('keeps the query of a redirect URI', async () => {
    const other = await RelyingParty.at(server, { redirectUris: ['https://app.example.com/cb?tenant=1'] });
    const back = await other.authorize(ada);
    expect(back.searchParams.get('tenant')).toBe('1');
    expect(back.searchParams.get('code')).not.toBeNull();
  });

  it('to a form posted here from another site, as to a link', async () => {
    const { browser } = await signedIn();
    const form = Object.fromEntries(new URL(party.request(), server.baseUrl).searchParams);
    const page = await browser.post('/oauth/authorize', form, { 'sec-fetch-site': 'cross-site' });
    expect(codeOf(page)).toBeDefined();
  });

  it('with an error in the mode that was asked for', async () => {
    const query = await open(newBrowser(), { prompt: 'none' });
    expect(errorOf(query)).toBe('login_required');
    const fragment = await open(newBrowser(), { prompt: 'none', response_mode: 'fragment' });
    expect(new URLSearchParams(fragment.leftFor?.hash.slice(1)).get('error')).toBe('login_required');
    const posted = await open(newBrowser(), { prompt: 'none', response_mode: 'form_post' });
    expect(posted.forms[0]?.fields).toMatchObject({ error: 'login_required', state: 'the state', iss: server.baseUrl });
  });
});

describe('prompt', () => {
  it('none: never shows a page', async () => {
    expect(errorOf(await open(newBrowser(), { prompt: 'none' }))).toBe('login_required');
    const { browser } = await signedIn();
    expect(codeOf(await open(browser, { prompt: 'none' }))).toBeDefined();
    expect(errorOf(await open(browser, { prompt: 'none', scope: 'openid read_items' }))).toBe('consent_required');
    expect(errorOf(await open(browser, { prompt: 'none login' }))).toBe('invalid_request');
    expect(errorOf(await open(browser, { prompt: 'nonsense' }))).toBe('invalid_request');
  });

  it('login: asks who is there, once', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { prompt: 'login' });
    expect(isAt(page, 'sign-in')).toBe(true);
    clock.advance(5);
    expect(codeOf(await browser.walk(page, ada))).toBeDefined();
  });

  it('consent: asks again for allowed scopes', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { prompt: 'consent' });
    expect(isAt(page, 'consent')).toBe(true);
    expect(errorOf(await browser.submit(page, { decision: 'deny' }))).toBe('access_denied');
    expect(codeOf(await browser.walk(await open(browser, { prompt: 'consent' }), ada))).toBeDefined();
  });

  it('is not needed for an application of the organisation', async () => {
    const own = await RelyingParty.at(server, { firstParty: true });
    const { browser } = await signedIn();
    expect(codeOf(await browser.open(own.request({ prompt: 'none', scope: 'openid read_items' })))).toBeDefined();
  });
});

describe('prompt=select_account', () => {
  const prompt = 'select_account';

  it('asks with which account, once; to go on takes no password', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { prompt });
    expect(isAt(page, 'select-account')).toBe(true);
    expect(page.text).toContain(ada.email);
    expect(page.headers['content-security-policy']).not.toContain('form-action');
    expect(codeOf(await browser.submit(page, { choice: 'continue' }))).toBeDefined();
    expect(isAt(await open(browser, { prompt }), 'select-account')).toBe(true);
  });

  it('another account signs in, and leaves the first session as it is', async () => {
    const { browser } = await signedIn();
    const first = new Map(browser.cookies);
    const chooser = await open(browser, { prompt, login_hint: bob.email });
    const page = await browser.submit(chooser, { choice: 'another' });
    expect(isAt(page, 'sign-in')).toBe(true);
    expect(page.forms[0]?.fields.username).toBe(bob.email);
    clock.advance(1);
    const code = codeOf(await browser.walk(page, bob));
    const { id_token } = (await party.redeem(code ?? '')).json as { id_token: string };
    expect(claimsOf(id_token).sub).toBe(bob.id);
    const before = newBrowser();
    for (const [name, value] of first) before.cookies.set(name, value);
    expect(codeOf(await open(before, { prompt: 'none', id_token_hint: (await signedIn()).idToken }))).toBeDefined();
  });

  it('who is not signed in signs in, and has chosen by that', async () => {
    const browser = newBrowser();
    const page = await open(browser, { prompt });
    expect(isAt(page, 'sign-in')).toBe(true);
    expect(codeOf(await browser.walk(page, ada))).toBeDefined();
  });

  it('a choice holds for the account that was shown, and no other', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { prompt });
    const { browser: other } = await signedIn(bob);
    clock.advance(1);
    const asked = await open(other, { prompt });
    const again = await other.submit(asked, { choice: 'continue', account: page.forms[0]?.fields.account ?? '' });
    expect(isAt(again, 'select-account')).toBe(true);
    expect(again.text).toContain(bob.email);
  });

  it('with consent, login or another person meant: one question after the other', async () => {
    const { browser, idToken } = await signedIn();
    const page = await open(browser, { prompt: 'select_account consent' });
    expect(isAt(await browser.submit(page, { choice: 'continue' }), 'consent')).toBe(true);
    expect(isAt(await open(browser, { prompt: 'select_account login' }), 'sign-in')).toBe(true);
    const { browser: other } = await signedIn(bob);
    clock.advance(1);
    expect(isAt(await open(other, { prompt, id_token_hint: idToken }), 'sign-in')).toBe(true);
    expect(isAt(await open(browser, { prompt, id_token_hint: idToken }), 'select-account')).toBe(true);
    expect(errorOf(await open(browser, { prompt: 'none select_account' }))).toBe('invalid_request');
  });

  it('takes no choice from elsewhere, and none but the two', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { prompt });
    const forged = await browser.submit(page, { choice: 'continue', csrf: 'x' });
    expect(forged.status).toBe(403);
    expect((await browser.submit(page, { choice: 'neither' })).status).toBe(400);
    expect((await browser.submit(page, {})).status).toBe(400);
    expect((await browser.open('/interaction/select-account?ticket=x')).status).toBe(400);
  });

  it('the page goes back where the person has signed out meanwhile', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, { prompt });
    browser.cookies.delete(server.cookies.session);
    expect(isAt(await browser.open(page.url), 'sign-in')).toBe(true);
  });
});

describe('how long ago the person signed in', () => {
  it('max_age: long enough ago means again', async () => {
    const { browser } = await signedIn();
    expect(codeOf(await open(browser, { max_age: '100' }))).toBeDefined();
    clock.advance(101);
    expect(errorOf(await open(browser, { max_age: '100', prompt: 'none' }))).toBe('login_required');
    const page = await open(browser, { max_age: '100' });
    expect(isAt(page, 'sign-in')).toBe(true);
    expect(codeOf(await browser.walk(page, ada))).toBeDefined();
  });

  it('max_age=0: always again', async () => {
    const { browser } = await signedIn();
    clock.advance(1);
    const page = await open(browser, { max_age: '0' });
    expect(isAt(page, 'sign-in')).toBe(true);
    expect(codeOf(await browser.walk(page, ada))).toBeDefined();
  });

  it('default_max_age holds where the request says nothing', async () => {
    const strict = await RelyingParty.at(server, { metadata: { default_max_age: 60 } });
    const browser = newBrowser();
    await strict.tokens(ada, {}, browser);
    clock.advance(61);
    expect(isAt(await browser.open(strict.request()), 'sign-in')).toBe(true);
    expect(isAt(await browser.open(strict.request({ max_age: '3600' })), 'sign-in')).toBe(false);
  });

  it.each(['-1', '1.5', 'x', '99999999999'])('max_age=%s is no number of seconds', async (max_age) => {
    expect(errorOf(await open(newBrowser(), { max_age }))).toBe('invalid_request');
  });
});

describe('the account that the application expects', () => {
  it('login_hint is filled in', async () => {
    const page = await open(newBrowser(), { login_hint: '"ada"@example.com' });
    expect(page.forms[0]?.fields.username).toBe('"ada"@example.com');
  });

  it('id_token_hint: the person it names, or an error', async () => {
    const { browser, idToken } = await signedIn();
    expect(codeOf(await open(browser, { prompt: 'none', id_token_hint: idToken }))).toBeDefined();
    const { browser: other } = await signedIn(bob);
    expect(errorOf(await open(other, { prompt: 'none', id_token_hint: idToken }))).toBe('login_required');
    const asked = await open(other, { id_token_hint: idToken });
    expect(isAt(asked, 'sign-in')).toBe(true);
    clock.advance(1);
    expect(errorOf(await other.walk(asked, bob))).toBe('login_required');
    clock.advance(1);
    expect(codeOf(await other.walk(await open(other, { id_token_hint: idToken }), ada))).toBeDefined();
  });

  it('id_token_hint of another application, or of none, is ignored', async () => {
    const { browser, idToken } = await signedIn();
    const outsider = await RelyingParty.at(server);
    const page = await browser.open(outsider.request({ prompt: 'none', id_token_hint: idToken }));
    expect(errorOf(page)).toBe('invalid_request');
    expect(errorOf(await open(browser, { id_token_hint: `${idToken}x` }))).toBe('invalid_request');
  });

  it('id_token_hint whose key was removed proves nothing: no silent answer, and otherwise as without it', async () => {
    const { browser } = await signedIn();
    const hint = idTokenOfLongAgo(server.baseUrl, ada.id);
    for (const one of [browser, newBrowser()]) {
      const silent = await open(one, { prompt: 'none', id_token_hint: hint });
      expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
    }
    expect(codeOf(await open(browser, { id_token_hint: hint }))).toBeDefined();
    const asked = await open(newBrowser(), { id_token_hint: hint });
    expect(isAt(asked, 'sign-in')).toBe(true);
    const { clientId, clientSecret } = party.client;
    for (const prompt of ['none', 'login']) {
      const form = Object.fromEntries(
        new URL(party.request({ prompt, id_token_hint: hint }), server.baseUrl).searchParams,
      );
      const pushed = await postForm(`${server.baseUrl}/oauth/par`, form, basic(clientId, clientSecret));
      expectOf(pushed.text, pushed.status).toBe(201);
    }
    for (const other of [idTokenOfLongAgo('https://other.example', ada.id), 'x']) {
      expect(errorOf(await open(browser, { id_token_hint: other }))).toBe('invalid_request');
    }
  });

  it('the claims parameter may name the subject', async () => {
    const { browser } = await signedIn();
    const asking = (value: string) => JSON.stringify({ id_token: { sub: { value } } });
    expect(codeOf(await open(browser, { prompt: 'none', claims: asking(ada.id) }))).toBeDefined();
    expect(errorOf(await open(browser, { prompt: 'none', claims: asking(bob.id) }))).toBe('login_required');
  });

  it('knows a pairwise subject by that name', async () => {
    const pairwise = await RelyingParty.at(server, { metadata: { subject_type: 'pairwise' } });
    const browser = newBrowser();
    const { id_token } = await pairwise.tokens(ada, {}, browser);
    const page = await browser.open(pairwise.request({ prompt: 'none', id_token_hint: id_token }));
    expect(codeOf(page)).toBeDefined();
  });
});

describe('the claims parameter', () => {
  it('brings claims into the id_token, and the person is asked for them', async () => {
    const modest = await RelyingParty.at(server);
    const browser = newBrowser();
    const claims = JSON.stringify({
      id_token: { email: { essential: true }, auth_time: { essential: true }, x: null },
    });
    const request = modest.request({ scope: 'openid', claims });
    const page = await browser.submit(await browser.open(request), { username: ada.email, password: ada.password });
    expect(page.text).toContain('<code>email</code>');
    const back = await browser.submit(page, { decision: 'allow' });
    const answer = await modest.redeem(codeOf(back) ?? '');
    const { id_token, scope } = answer.json as { id_token: string; scope: string };
    expect(claimsOf(id_token)).toMatchObject({ email: ada.email, acr: ACR });
    expect(scope).toBe('openid');
  });

  it('with an essential acr is met, or refused', async () => {
    const { browser } = await signedIn();
    const asking = (acr: object) => JSON.stringify({ id_token: { acr } });
    expect(codeOf(await open(browser, { claims: asking({ essential: true, values: ['x', ACR] }) }))).toBeDefined();
    expect(codeOf(await open(browser, { claims: asking({ values: ['x'] }) }))).toBeDefined();
    const refused = await open(browser, { claims: asking({ essential: true, value: 'x' }) });
    expect(errorOf(refused)).toBe('unmet_authentication_requirements');
  });

  it('with unknown essential acrs beside a known one leaves the known one, in what is stored and in an error', async () => {
    const { browser } = await signedIn();
    const unknown = Array.from({ length: 80 }, (_, i) => `urn:example:acr:unknown-${String(i)}`);
    const asking = (known: string) =>
      JSON.stringify({ id_token: { acr: { essential: true, values: [...unknown, known, known] } } });
    const met = await party.redeem(codeOf(await open(browser, { claims: asking(ACR) })) ?? '');
    const { sid } = claimsOf((met.json as { access_token: string }).access_token);
    const rows = await server.database.query('SELECT request FROM sign_ins WHERE id = $1', [sid]);
    expect(rows).toMatchObject([{ request: { essentialAcrs: [ACR] } }]);
    const another = newBrowser();
    const refused = await another.walk(await open(another, { claims: asking('phr') }), ada);
    expect(errorOf(refused)).toBe('unmet_authentication_requirements');
    expect(refused.leftFor?.searchParams.get('error_description')).toMatch(/ insists on phr$/);
  });

  it('may write what it leaves out as null', async () => {
    const { browser } = await signedIn();
    for (const claims of [
      { userinfo: null, id_token: { email: null } },
      { id_token: { acr: { essential: true, value: ACR, values: null } } },
      { id_token: { email: { essential: null, value: null } }, userinfo: null },
    ]) {
      expect(codeOf(await open(browser, { claims: JSON.stringify(claims) }))).toBeDefined();
    }
  });

  it.each(['x', '[]', '"x"', '{"id_token":[]}', '{"id_token":{"email":5}}', '{"a":1,"a":2}', '{"__proto__":{}}'])(
    '%s is refused',
    async (claims) => {
      expect(errorOf(await open(newBrowser(), { claims }))).toBe('invalid_request');
    },
  );
});

describe('what changes nothing', () => {
  it('is passed over', async () => {
    const { browser } = await signedIn();
    const page = await open(browser, {
      nonce: undefined,
      ui_locales: 'de-CH fr',
      claims_locales: 'de',
      display: 'popup',
      acr_values: 'urn:unknown:scope',
      anything: 'else',
    });
    const answer = await party.redeem(codeOf(page) ?? '');
    expect(claimsOf((answer.json as { id_token: string }).id_token)).not.toHaveProperty('nonce');
  });
});

describe('offline_access', () => {
  const asked = { scope: 'openid offline_access' };

  it('is granted where a person allowed it on the page, and ignored where no page may be shown', async () => {
    const browser = newBrowser();
    expect((await party.tokens(ada, asked, browser)).scope).toBe('openid offline_access');
    const silently = await party.tokens(ada, { ...asked, prompt: 'none' }, browser);
    expect(silently.scope).toBe('openid');
    const again = await party.token({
      grant_type: 'refresh_token',
      refresh_token: silently.refresh_token ?? '',
      ...asked,
    });
    expect([again.status, (again.json as { scope: string }).scope]).toEqual([200, 'openid']);
  });

  it('is the organisation’s own to have, and no concern of plain OAuth', async () => {
    const own = await RelyingParty.at(server, { firstParty: true });
    expect((await own.tokens(ada, asked)).scope).toBe('openid offline_access');
    expect((await party.tokens(ada, { scope: 'read_items offline_access' })).scope).toBe('read_items offline_access');
  });
});

describe('the session frame', () => {
  const state = (page: Page) => page.leftFor?.searchParams.get('session_state') ?? '';

  /** Runs the frame's script as a browser would, and asks it. */
  async function ask(cookies: Map<string, string>, message: unknown, origin = 'https://app.example.com') {
    const file = new URL('../../src/pages/assets/check-session.js', import.meta.url);
    const listeners: ((event: object) => Promise<void>)[] = [];
    const answers: [string, string][] = [];
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { crypto, TextEncoder, btoa } = globalThis;
    runInNewContext(readFileSync(file, 'utf8'), {
      document: { cookie, currentScript: { dataset: { cookie: server.cookies.state } } },
      crypto,
      TextEncoder,
      btoa,
      Uint8Array,
      addEventListener: (_: string, listener: (event: object) => Promise<void>) => listeners.push(listener),
    });
    const source = { postMessage: (answer: string, target: string) => answers.push([answer, target]) };
    await listeners[0]?.({ data: message, origin, source });
    return answers;
  }

  it('may be framed by any site, and holds nothing else', async () => {
    const answer = await call(`${server.baseUrl}/oauth/check-session`);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-frame-options']).toBeUndefined();
    expect(answer.headers['content-security-policy']).toContain('frame-ancestors *');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    const script = await call(`${server.baseUrl}/pages/check-session.js`);
    expect(script.headers['content-type']).toContain('text/javascript');
  });

  it('tells whether the browser is still signed in as it was', async () => {
    const { browser } = await signedIn();
    const sessionState = state(await open(browser));
    const message = `${party.client.clientId} ${sessionState}`;
    expect(await ask(browser.cookies, message)).toEqual([['unchanged', 'https://app.example.com']]);
    expect(await ask(browser.cookies, message, 'https://evil.example.com')).toEqual([
      ['changed', 'https://evil.example.com'],
    ]);
    expect(await ask(browser.cookies, 'junk')).toEqual([['error', 'https://app.example.com']]);
    expect(await ask(browser.cookies, { not: 'a string' })).toEqual([]);

    clock.advance(1);
    await browser.walk(await open(browser, { prompt: 'login' }), ada);
    expect(await ask(browser.cookies, message)).toEqual([['changed', 'https://app.example.com']]);
    const page = await browser.open('/interaction/sign-out');
    await browser.submit(page, { decision: 'sign-out' });
    expect(await ask(browser.cookies, message)).toEqual([['changed', 'https://app.example.com']]);
  });

  it('is for OpenID Connect requests, and its cookie opens nothing', async () => {
    const { browser } = await signedIn();
    const consented = await browser.walk(await open(browser, { scope: 'read_items' }), ada);
    expect(state(consented)).toBe('');
    const stateCookie = browser.cookies.get(server.cookies.state) ?? '';
    expect(stateCookie).not.toBe(browser.cookies.get(server.cookies.session));
    const answer = await call(`${server.baseUrl}/api/v1/users/me`, {
      headers: { cookie: `${server.cookies.session}=${stateCookie}` },
    });
    expect(answer.status).toBe(401);
  });
});

describe('a sign-in at the browser', () => {
  it('goes on with the session of the same person under a new secret, and leaves the old one worthless', async () => {
    const { browser } = await signedIn();
    const old = browser.cookies.get(server.cookies.session) ?? '';
    clock.advance(1);
    await browser.walk(await open(browser, { prompt: 'login' }), ada);
    const renewed = browser.cookies.get(server.cookies.session) ?? '';
    expect(renewed).not.toBe(old);
    const status = async (secret: string) =>
      (await call(`${server.baseUrl}/api/v1/users/me`, { headers: { cookie: `${server.cookies.session}=${secret}` } }))
        .status;
    expect([await status(old), await status(renewed)]).toEqual([401, 200]);
  });

  it('begins another session for another person', async () => {
    const { browser, idToken } = await signedIn();
    clock.advance(1);
    const back = await browser.walk(await open(browser, { prompt: 'login' }), bob);
    const answer = await party.redeem(codeOf(back) ?? '');
    const { sub, sid } = claimsOf((answer.json as { id_token: string }).id_token);
    expect(sub).toBe(bob.id);
    expect(sid).not.toBe(claimsOf(idToken).sid);
  });
});
