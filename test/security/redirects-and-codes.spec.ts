import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { challengeOf, OPENID_SCOPES, RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const REGISTERED = 'https://good.example.com/callback;v=1?tenant=a';

const clock = new TestClock();
let server: Latchkey;
let ada: Person;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  ada = await newPerson(server, await administrator(server));
  party = await RelyingParty.at(server, { redirectUris: [REGISTERED] });
});
afterAll(() => server.stop());

const open = (parameters: Record<string, string | undefined>, at = party) =>
  new Browser(server.baseUrl).open(at.request(parameters));
const errorOf = (page: Page) => page.leftFor?.searchParams.get('error');

/** A browser at which a person is signed in. */
async function signedIn(): Promise<Browser> {
  const browser = new Browser(server.baseUrl);
  await browser.walk(await browser.open(party.request()), ada);
  return browser;
}

/** An explanation for the person, and no way back to the sender. */
function expectPage(page: Page): void {
  expect([page.status, page.leftFor, page.headers.location]).toEqual([400, undefined, undefined]);
  expect(page.headers['content-type']).toContain('text/html');
}

/** A code of a person who signed in just now. */
async function codeFor(at = party, parameters: Record<string, string | undefined> = {}): Promise<string> {
  return (await at.authorize(ada, parameters)).searchParams.get('code') ?? '';
}

const error = (answer: Answer) => [answer.status, (answer.json as { error?: string }).error];

describe('a redirect URI (attacks on the exact string)', () => {
  it.each([
    ['user information', 'https://good.example.com@evil.example/callback;v=1?tenant=a'],
    ['another host', 'https://evil.example/callback;v=1?tenant=a'],
    ['a subdomain', 'https://x.good.example.com/callback;v=1?tenant=a'],
    ['a longer host', 'https://good.example.com.evil.example/callback;v=1?tenant=a'],
    ['dots', 'https://good.example.com/x/../callback;v=1?tenant=a'],
    ['encoded dots', 'https://good.example.com/x/%2e%2e/callback;v=1?tenant=a'],
    ['another path parameter', 'https://good.example.com/callback;v=2?tenant=a'],
    ['no path parameter', 'https://good.example.com/callback?tenant=a'],
    ['an encoded character', 'https://good.example.com/callback%3Bv=1?tenant=a'],
    ['another case of the host', 'https://GOOD.example.com/callback;v=1?tenant=a'],
    ['another case of the path', 'https://good.example.com/Callback;v=1?tenant=a'],
    ['another case of the scheme', 'HTTPS://good.example.com/callback;v=1?tenant=a'],
    ['another scheme', 'http://good.example.com/callback;v=1?tenant=a'],
    ['a port', 'https://good.example.com:443/callback;v=1?tenant=a'],
    ['another query', `${REGISTERED}&next=https://evil.example`],
    ['no query', 'https://good.example.com/callback;v=1'],
    ['a fragment', `${REGISTERED}#x`],
    ['a slash', `${REGISTERED}/`],
    ['a space', `${REGISTERED} `],
    ['a backslash', 'https://good.example.com\\callback;v=1?tenant=a'],
    ['a line break', `${REGISTERED}\r\nlocation: https://evil.example`],
    ['a script', 'javascript:alert(1)//https://good.example.com/callback;v=1?tenant=a'],
    ['a document', 'data:text/html,<script>alert(1)</script>'],
    ['nothing but a path', '/callback'],
    ['a pattern', 'https://*.example.com/callback;v=1?tenant=a'],
  ])('with %s is not the registered one', async (_, redirect_uri) => {
    for (const response_mode of ['query', 'fragment', 'form_post']) {
      const page = await open({ redirect_uri, response_mode });
      expectPage(page);
      expect(page.text).not.toContain('evil.example');
    }
  });

  it('is the registered one, exactly', async () => {
    expect((await party.authorize(ada)).href).toMatch(/^https:\/\/good\.example\.com\/callback;v=1\?tenant=a&code=/);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://good.example.com/x',
    'about:blank',
    'http://good.example.com/callback',
    'myapp:/callback',
  ])('%s cannot be registered', async (uri) => {
    const body = { name: 'Evil', scopes: ['openid'], redirect_uris: [uri] };
    const answer = await ada.api.post('applications', body);
    expect(answer.status).toBe(400);
    expect(
      (await ada.api.post('applications', { ...body, redirect_uris: [], post_logout_redirect_uris: [uri] })).status,
    ).toBe(400);
  });

  it('of the loopback interface may have any port, and nothing else another', async () => {
    const native = await RelyingParty.at(server, {
      type: 'public',
      secret: null,
      redirectUris: ['http://127.0.0.1/cb'],
    });
    const silently = (redirect_uri: string) => open({ redirect_uri, prompt: 'none' }, native);
    expect((await silently('http://127.0.0.1:49152/cb')).leftFor?.port).toBe('49152');
    for (const other of [
      'http://127.0.0.1:49152/other',
      'http://localhost:49152/cb',
      'http://127.0.0.2:49152/cb',
      'http://[::1]:49152/cb',
      'http://127.0.0.1:99999/cb',
      'http://127.0.0.1:49152@evil.example/cb',
      'https://127.0.0.1/cb',
    ]) {
      expectPage(await silently(other));
    }
  });
});

describe('before client and redirect URI are verified', () => {
  it.each([
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'unknown' }],
    ['a documented sign-in face', { client_id: 'v1-auth' }],
    [
      'an unregistered redirect URI and a wrong everything else',
      { redirect_uri: 'https://evil.example/', response_type: 'x' },
    ],
    ['a script for a client', { client_id: '"><script>alert(1)</script>' }],
  ])('an error is a page: %s', async (_, parameters: Record<string, string | undefined>) => {
    const page = await open(parameters);
    expectPage(page);
    expect(page.text).not.toContain('<script>alert');
  });

  it('a disabled application is a page, and so is one whose redirect URI is left open', async () => {
    const disabled = await RelyingParty.at(server);
    await server.database.query('UPDATE applications SET disabled_at = now() WHERE client_id = $1', [
      disabled.client.clientId,
    ]);
    expectPage(await open({}, disabled));
    const two = await RelyingParty.at(server, { redirectUris: ['https://a.example.com/', 'https://b.example.com/'] });
    expectPage(await open({ redirect_uri: undefined }, two));
  });

  it('OpenID Connect names its redirect URI even where there is but one; OAuth need not', async () => {
    expectPage(await open({ redirect_uri: undefined, scope: 'email openid' }));
    const { leftFor } = await open({ redirect_uri: undefined, scope: 'email', prompt: 'none' });
    expect(leftFor?.href).toContain(party.redirectUri);
  });

  it('a parameter given twice is a page', async () => {
    const browser = new Browser(server.baseUrl);
    for (const twice of ['client_id', 'redirect_uri', 'state', 'scope', 'response_type']) {
      expectPage(await browser.open(`${party.request()}&${twice}=again`));
    }
  });

  it('the same holds for a POST', async () => {
    const form = Object.fromEntries(
      new URL(party.request({ redirect_uri: 'https://evil.example/' }), server.baseUrl).searchParams,
    );
    expectPage(await new Browser(server.baseUrl).post('/oauth/authorize', form));
  });
});

const REFUSED: [code: string, parameters: Record<string, string | undefined>][] = [
  ['unsupported_response_type', { response_type: 'token' }],
  ['unsupported_response_type', { response_type: 'code id_token' }],
  ['invalid_request', { response_type: undefined }],
  ['invalid_request', { response_mode: 'web_message' }],
  ['invalid_scope', { scope: 'write_everything' }],
  ['invalid_request', { code_challenge_method: 'plain' }],
  ['invalid_request', { code_challenge_method: undefined }],
  ['invalid_request', { code_challenge: 'short' }],
  ['invalid_request', { code_challenge: undefined }],
  ['invalid_request', { prompt: 'none login' }],
  ['registration_not_supported', { registration: '{}' }],
  ['invalid_target', { resource: 'no uri' }],
  ['invalid_request_object', { request: 'x.y.z' }],
  ['invalid_request_uri', { request_uri: 'https://good.example.com/request' }],
  ['invalid_request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }],
];

describe('afterwards an answer goes to the client, with state and iss', () => {
  function expectAnswer(page: Page, code: string) {
    expect(page.leftFor?.href.startsWith(REGISTERED)).toBe(true);
    const answer = Object.fromEntries(page.leftFor?.searchParams ?? []);
    expect(answer).toMatchObject({ error: code, state: 'the state', iss: server.baseUrl });
    expect(answer).not.toHaveProperty('code');
  }

  it.each(REFUSED)('%s for %o, where a person is signed in', async (code, parameters) => {
    expectAnswer(await (await signedIn()).open(party.request(parameters)), code);
  });

  it.each(REFUSED)('%s for %o, of an application of the organisation’s own', async (code, parameters) => {
    const own = await RelyingParty.at(server, { redirectUris: [REGISTERED], firstParty: true });
    expectAnswer(await open(parameters, own), code);
  });

  it('login_required for prompt=none: the session decides, and no page could be seen', async () => {
    expectAnswer(await open({ prompt: 'none' }), 'login_required');
  });

  it('access_denied, once the person has denied it', async () => {
    const browser = new Browser(server.baseUrl);
    const asked = await browser.open(party.request({ prompt: 'consent' }));
    expectAnswer(await browser.walk(asked, ada, 'deny'), 'access_denied');
  });

  it('a pushed request is checked no less', async () => {
    const { clientId, clientSecret } = party.client;
    const pushed = await postForm(
      `${server.baseUrl}/oauth/par`,
      { response_type: 'code', client_id: clientId, redirect_uri: 'https://evil.example/' },
      basic(clientId, clientSecret),
    );
    expect(error(pushed)).toEqual([400, 'invalid_request']);
  });
});

/**
 * RFC 9700 section 4.11.2. An attacker would gain a link to this server, which people trust, that carries them to the
 * attacker's own address at once: any member can register an application, and an error takes no sign-in.
 */
describe('while no account is signed in and nothing was decided, an error is a page', () => {
  it.each(REFUSED)('%s for %o', async (_, parameters) => {
    for (const response_mode of ['query', 'fragment', 'form_post']) {
      const page = await open({ response_mode, ...parameters });
      expectPage(page);
      expect(page.text).not.toContain('<script');
      expect(page.text).not.toContain('http-equiv="refresh"');
    }
  });

  it('that names the error, and offers a link that carries the answer', async () => {
    const page = await open({ scope: 'write_everything' });
    expectPage(page);
    expect(page.text).toContain('this application may not ask for write_everything');
    expect(page.text).toContain('<strong>good.example.com</strong>');
    const answer = Object.fromEntries(page.wayOn?.searchParams ?? []);
    expect(page.wayOn?.href.startsWith(REGISTERED)).toBe(true);
    expect(answer).toMatchObject({ error: 'invalid_scope', state: 'the state', iss: server.baseUrl });
  });

  it('or, for form_post, as a form that sends nothing by itself', async () => {
    const page = await open({ scope: 'write_everything', response_mode: 'form_post' });
    expectPage(page);
    expect(page.forms).toEqual([
      {
        action: REGISTERED,
        buttons: [],
        fields: expect.objectContaining({ error: 'invalid_scope', state: 'the state' }),
      },
    ]);
    expect(page.headers['content-security-policy']).not.toContain('form-action');
  });

  it('on each page of the way', async () => {
    const admin = await administrator(server);
    const other = await RelyingParty.at(server);
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.open(other.request());
    expect(signIn.url).toContain('/interaction/sign-in');
    await admin.api.patch(`applications/${other.client.id}`, { scopes: ['read_items'] });
    expectPage(await browser.open(signIn.url));
  });

  it('a request that is posted is told so no less', async () => {
    const form = Object.fromEntries(new URL(party.request({ response_type: 'token' }), server.baseUrl).searchParams);
    expectPage(await new Browser(server.baseUrl).post('/oauth/authorize', form));
  });
});

/** The same gain, by way of the address to return to after signing out (RFC 9700 section 4.11.2). */
describe('while no account is signed in, a link to sign out', () => {
  const AFTERWARDS = 'https://good.example.com/bye';
  const endSession = (parameters: Record<string, string>) =>
    `/oauth/end-session?${new URLSearchParams({ post_logout_redirect_uri: AFTERWARDS, state: 's', ...parameters }).toString()}`;
  const leaving = (row = {}) => RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS], ...row });

  it('without an id_token is a page that offers the way on, and goes nowhere by itself', async () => {
    const { client } = await leaving();
    const page = await new Browser(server.baseUrl).open(endSession({ client_id: client.clientId }));
    expect([page.status, page.leftFor]).toEqual([200, undefined]);
    expect(page.wayOn?.href).toBe(`${AFTERWARDS}?state=s`);
    expect(page.text).toContain('<strong>good.example.com</strong>');
    expect(page.text).not.toContain('http-equiv="refresh"');
    expect(page.text).not.toContain('<script');
  });

  it('that is posted is no other', async () => {
    const { client } = await leaving();
    const form = { client_id: client.clientId, post_logout_redirect_uri: AFTERWARDS };
    const page = await new Browser(server.baseUrl).post('/oauth/end-session', form);
    expect([page.status, page.leftFor]).toEqual([200, undefined]);
  });

  it('with an id_token that the application was given goes back to it', async () => {
    const there = await leaving();
    const { id_token = '' } = await there.tokens(ada);
    const { leftFor } = await new Browser(server.baseUrl).open(endSession({ id_token_hint: id_token }));
    expect(leftFor?.href).toBe(`${AFTERWARDS}?state=s`);
  });

  it('of an application of the organisation’s own goes back to it', async () => {
    const { client } = await leaving({ firstParty: true });
    const { leftFor } = await new Browser(server.baseUrl).open(endSession({ client_id: client.clientId }));
    expect(leftFor?.href).toBe(`${AFTERWARDS}?state=s`);
  });

  it('goes back once a person who is signed in says so', async () => {
    const { client } = await leaving();
    const browser = await signedIn();
    const asked = await browser.open(endSession({ client_id: client.clientId }));
    const { leftFor } = await browser.submit(asked, { decision: 'sign-out' });
    expect(leftFor?.href).toBe(`${AFTERWARDS}?state=s`);
  });
});

describe('a code', () => {
  it('is bound to its client', async () => {
    const other = await RelyingParty.at(server, { redirectUris: [REGISTERED] });
    const code = await codeFor();
    expect(error(await other.redeem(code))).toEqual([400, 'invalid_grant']);
    expect((await party.redeem(code)).status).toBe(200);
  });

  it('is bound to its redirect URI', async () => {
    const two = await RelyingParty.at(server, { redirectUris: ['https://a.example.com/', 'https://b.example.com/'] });
    const code = await codeFor(two);
    expect(error(await two.redeem(code, { redirect_uri: 'https://b.example.com/' }))).toEqual([400, 'invalid_grant']);
    expect((await two.redeem(code)).status).toBe(200);
  });

  it('is bound to its verifier', async () => {
    const code = await codeFor();
    expect(error(await party.redeem(code, { code_verifier: 'x'.repeat(43) }))).toEqual([400, 'invalid_grant']);
    expect(error(await party.redeem(code, { code_verifier: challengeOf(VERIFIER) }))).toEqual([400, 'invalid_grant']);
    expect(error(await party.redeem(code, { code_verifier: '' }))).toEqual([400, 'invalid_grant']);
    expect(error(await party.redeem(code, { code_verifier: 'short' }))).toEqual([400, 'invalid_request']);
    expect((await party.redeem(code)).status).toBe(200);
  });

  it('without a challenge takes no verifier, and is for confidential applications alone', async () => {
    const unchallenged = { code_challenge: undefined, code_challenge_method: undefined };
    const code = await codeFor(party, unchallenged);
    expect(error(await party.redeem(code))).toEqual([400, 'invalid_grant']);
    expect((await party.redeem(code, { code_verifier: '' })).status).toBe(200);

    const native = await RelyingParty.at(server, { type: 'public', secret: null });
    const browser = await signedIn();
    expect(errorOf(await browser.open(native.request(unchallenged)))).toBe('invalid_request');
  });

  it('is bound to the sign-in: it dies with the person’s sign-ins', async () => {
    const bob = await newPerson(server, await administrator(server));
    const back = await party.authorize(bob);
    await (await administrator(server)).api.patch(`users/${bob.id}`, { disabled: true });
    expect(error(await party.redeem(back.searchParams.get('code') ?? ''))).toEqual([400, 'invalid_grant']);
  });

  it('lives for a minute', async () => {
    const code = await codeFor();
    clock.advance(61);
    expect(error(await party.redeem(code))).toEqual([400, 'invalid_grant']);
  });

  it('used again takes back what it gave', async () => {
    const code = await codeFor();
    const { access_token, refresh_token } = (await party.redeem(code)).json as Record<string, string>;
    const userinfo = () => call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token ?? '') });
    expect((await userinfo()).status).toBe(200);
    expect(error(await party.redeem(code))).toEqual([400, 'invalid_grant']);
    expect((await userinfo()).status).toBe(401);
    const refreshed = await party.token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });
    expect(error(refreshed)).toEqual([400, 'invalid_grant']);
    const events = await server.database.query(
      `SELECT FROM audit_events WHERE action = 'authorization-code.replay' AND client_id = $1`,
      [party.client.clientId],
    );
    expect(events.length).toBeGreaterThan(0);
  });

  it('redeemed many times at once succeeds once', async () => {
    const code = await codeFor();
    const answers = await Promise.all(Array.from({ length: 10 }, () => party.redeem(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(error(answer)).toEqual([400, 'invalid_grant']);
    }
  });

  it.each(['', 'junk', 'lkc_', `lkc_${'A'.repeat(86)}`, '../../etc/passwd', 'x'.repeat(5000)])(
    'is none of ours: %s',
    async (code) => {
      const [status, reason] = error(await party.redeem(code));
      expect(status).toBe(400);
      expect(['invalid_grant', 'invalid_request']).toContain(reason);
    },
  );

  it('altered by one character is none of ours', async () => {
    const code = await codeFor();
    for (const at of [5, 20, 60, code.length - 1]) {
      const other = code[at] === 'A' ? 'B' : 'A';
      const altered = `${code.slice(0, at)}${other}${code.slice(at + 1)}`;
      expect(error(await party.redeem(altered))).toEqual([400, 'invalid_grant']);
    }
    expect((await party.redeem(code)).status).toBe(200);
  });

  it('is not issued to an application that may not have one', async () => {
    const redirectUris = ['https://machine.example.com/'];
    const { clientId } = await addApplication(server.database, {
      scopes: OPENID_SCOPES,
      grantTypes: ['client_credentials'],
      redirectUris,
    });
    const browser = await signedIn();
    const page = await browser.open(party.request({ client_id: clientId, redirect_uri: redirectUris[0] }));
    expect(errorOf(page)).toBe('unauthorized_client');
  });
});
