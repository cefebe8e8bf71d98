import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from '../support/browser.js';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { idTokenOfLongAgo } from '../support/id-token-of-long-ago.js';
import { administrator, type Api, newPerson, type Person, signedIn } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { Receiver } from '../support/receiver.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';

const AFTERWARDS = 'https://app.example.com/signed-out?from=latchkey';

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let ada: Person;
let party: RelyingParty;
let receiver: Receiver;

beforeAll(async () => {
  server = await startLatchkey({ clock, settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  admin = await administrator(server);
  ada = await newPerson(server, admin);
  receiver = await Receiver.start();
  party = await RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS] });
});
afterAll(async () => {
  await receiver.stop();
  await server.stop();
});

function endSession(parameters: Record<string, string | undefined> = {}): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oauth/end-session?${new URLSearchParams(given).toString()}`;
}

const newBrowser = () => new Browser(server.baseUrl);
const isAsked = (page: Page) => page.text.includes('Sign out?');
const isLive = async (token: string) =>
  (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(token) })).status === 200;

/** Whether the browser is signed in: then an application gets its answer without a page. */
async function isSignedIn(browser: Browser): Promise<boolean> {
  const page = await browser.open(party.request({ prompt: 'none', scope: 'openid' }));
  return page.leftFor?.searchParams.has('code') ?? false;
}

async function verified(token: string): Promise<{ payload: JWTPayload; typ: string | undefined }> {
  const jwks = (await call(`${server.baseUrl}/.well-known/jwks.json`)).json as JSONWebKeySet;
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: server.baseUrl,
    currentDate: clock.now(),
  });
  return { payload, typ: protectedHeader.typ };
}

describe('an application that proves the session', () => {
  it('signs the person out without a question, and gets them back with the state', async () => {
    const browser = newBrowser();
    const { id_token, access_token, refresh_token } = await party.tokens(ada, {}, browser);
    expect(await isSignedIn(browser)).toBe(true);
    const page = await browser.open(
      endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS, state: 'a b&c' }),
    );
    expect(page.leftFor?.href).toBe(`${AFTERWARDS}&state=a+b%26c`);
    expect(await isSignedIn(browser)).toBe(false);
    expect(browser.cookies.has(server.cookies.session)).toBe(false);
    expect(browser.cookies.has(server.cookies.state)).toBe(false);
    expect(await isLive(access_token)).toBe(false);
    expect((await party.token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' })).json).toMatchObject(
      {
        error: 'invalid_grant',
      },
    );
  });

  it('may post, and may show an id_token that has expired', async () => {
    const browser = newBrowser();
    const { id_token } = await party.tokens(ada, {}, browser);
    clock.advance(3 * 3600);
    const page = await browser.post('/oauth/end-session', {
      id_token_hint: id_token ?? '',
      client_id: party.client.clientId,
      post_logout_redirect_uri: AFTERWARDS,
    });
    expect(page.leftFor?.href).toBe(AFTERWARDS);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('shows a page where there is nowhere to go', async () => {
    const browser = newBrowser();
    const { id_token } = await party.tokens(ada, {}, browser);
    const page = await browser.open(endSession({ id_token_hint: id_token }));
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('You are signed out')]);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('leaves a sign-in alone that may go on offline', async () => {
    const browser = newBrowser();
    const scope = 'openid email offline_access';
    const { id_token, refresh_token, access_token } = await party.tokens(ada, { scope, prompt: 'consent' }, browser);
    await browser.open(endSession({ id_token_hint: id_token }));
    expect(await isSignedIn(browser)).toBe(false);
    expect(await isLive(access_token)).toBe(true);
    const refreshed = await party.token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });
    expect(refreshed.status).toBe(200);
  });

  it('still proves it after the person signed in again in the same browser', async () => {
    const browser = newBrowser();
    const { id_token } = await party.tokens(ada, {}, browser);
    const again = await party.tokens(ada, { prompt: 'login' }, browser);
    expect(claimsOf(again.id_token).sid).toBe(claimsOf(id_token).sid);
    const page = await browser.open(endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS }));
    expect(page.leftFor?.href).toBe(AFTERWARDS);
  });
});

describe('an application that gave its tokens back first, as libraries do', () => {
  const revoke = (form: Record<string, string>) => {
    const { clientId, clientSecret } = party.client;
    return postForm(`${server.baseUrl}/oauth/revoke`, form, basic(clientId, clientSecret));
  };

  it('signs the person out without a question', async () => {
    const browser = newBrowser();
    const { id_token, refresh_token = '', access_token } = await party.tokens(ada, {}, browser);
    for (const token of [refresh_token, access_token]) expect((await revoke({ token })).status).toBe(200);
    const page = await browser.open(endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS }));
    expect([page.leftFor?.href, await isSignedIn(browser)]).toEqual([AFTERWARDS, false]);
  });

  it('but not where the person ended its sign-in afterwards', async () => {
    const browser = newBrowser();
    const { id_token, refresh_token = '' } = await party.tokens(ada, {}, browser);
    expect((await revoke({ token: refresh_token })).status).toBe(200);
    const { api } = await signedIn(server, ada.email, ada.password);
    expect((await api.delete(`grants?client_id=${party.client.clientId}`)).status).toBe(204);
    const page = await browser.open(endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS }));
    expect([isAsked(page), await isSignedIn(browser)]).toEqual([true, true]);
  });
});

describe('the person is asked', () => {
  it.each([
    ['without a hint', () => ({})],
    ['with a client_id alone', () => ({ client_id: party.client.clientId, post_logout_redirect_uri: AFTERWARDS })],
    [
      'for an id_token whose key is gone',
      () => ({ id_token_hint: idTokenOfLongAgo(server.baseUrl, ada.id), post_logout_redirect_uri: AFTERWARDS }),
    ],
  ])('%s', async (_, parameters) => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const page = await browser.open(endSession(parameters()));
    expect([page.status, isAsked(page)]).toEqual([200, true]);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('for an id_token of another session, or of another person', async () => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const elsewhere = await party.tokens(ada);
    const other = await party.tokens(await newPerson(server, await administrator(server)));
    for (const hint of [elsewhere.id_token, other.id_token]) {
      expect(isAsked(await browser.open(endSession({ id_token_hint: hint })))).toBe(true);
    }
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('for an id_token of an application whose consent they took back', async () => {
    const browser = newBrowser();
    const turnedOut = await RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS] });
    const { id_token } = await turnedOut.tokens(ada, {}, browser);
    await party.tokens(ada, {}, browser);
    const { api } = await signedIn(server, ada.email, ada.password);
    expect((await api.delete(`consents/${turnedOut.client.clientId}`)).status).toBe(204);
    const page = await browser.open(endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS }));
    expect([page.status, isAsked(page), await isSignedIn(browser)]).toEqual([200, true, true]);
    const answered = await browser.submit(page, { decision: 'sign-out' });
    expect([answered.leftFor?.href, await isSignedIn(browser)]).toEqual([AFTERWARDS, false]);
  });

  it('but not where the sign-in of the id_token has only expired', async () => {
    const browser = newBrowser();
    const { id_token, access_token } = await party.tokens(ada, {}, browser);
    const { sid } = claimsOf(access_token);
    await server.database.query('UPDATE sign_ins SET expires_at = created_at WHERE id = $1', [sid]);
    const page = await browser.open(endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS }));
    expect([page.leftFor?.href, await isSignedIn(browser)]).toEqual([AFTERWARDS, false]);
  });

  it('and may say yes, and goes where the application said', async () => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const parameters = { client_id: party.client.clientId, post_logout_redirect_uri: AFTERWARDS, state: 's' };
    const page = await browser.open(endSession(parameters));
    expect(page.headers['content-security-policy']).not.toContain('form-action');
    const answered = await browser.submit(page, { decision: 'sign-out' });
    expect(answered.leftFor?.href).toBe(`${AFTERWARDS}&state=s`);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('and goes there, too, by a client_id beside an id_token whose key is gone', async () => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const id_token_hint = idTokenOfLongAgo(server.baseUrl, ada.id);
    const parameters = { id_token_hint, client_id: party.client.clientId, post_logout_redirect_uri: AFTERWARDS };
    for (const wrong of [{ post_logout_redirect_uri: `${AFTERWARDS}&x=1` }, { client_id: 'unknown' }]) {
      const refused = await browser.open(endSession({ ...parameters, ...wrong }));
      expect([refused.status, refused.leftFor]).toEqual([400, undefined]);
    }
    const page = await browser.open(endSession(parameters));
    expect([page.status, isAsked(page), await isSignedIn(browser)]).toEqual([200, true, true]);
    expect((await browser.submit(page, { decision: 'sign-out' })).leftFor?.href).toBe(AFTERWARDS);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('or no, and goes nowhere', async () => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const page = await browser.open(
      endSession({ client_id: party.client.clientId, post_logout_redirect_uri: AFTERWARDS }),
    );
    const answered = await browser.submit(page, { decision: 'stay' });
    expect([answered.leftFor, answered.text]).toEqual([undefined, expect.stringContaining('still signed in')]);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('even without an application that sent them', async () => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const page = await browser.open('/interaction/sign-out');
    expect(isAsked(page)).toBe(true);
    expect((await browser.submit(page, { decision: 'sign-out' })).text).toContain('You are signed out');
    expect((await browser.open('/interaction/sign-out')).text).toContain('You are signed out');
  });
});

it('a request that names an address but no application asks the person, who is sent nowhere', async () => {
  const browser = newBrowser();
  await party.tokens(ada, {}, browser);
  const page = await browser.open(endSession({ post_logout_redirect_uri: AFTERWARDS, state: 's' }));
  expect([page.status, isAsked(page), await isSignedIn(browser)]).toEqual([200, true, true]);
  const answered = await browser.submit(page, { decision: 'sign-out' });
  expect([answered.leftFor, answered.text]).toEqual([undefined, expect.stringContaining('You are signed out')]);
  expect(await isSignedIn(browser)).toBe(false);
});

it.each<[string, (api: Api, id: string) => Promise<Answer>]>([
  ['disabled', (api, id) => api.patch(`applications/${id}`, { disabled: true })],
  ['deleted', (api, id) => api.delete(`applications/${id}`)],
])('a link of an application that is %s asks the person, who is sent nowhere', async (_, end) => {
  const ended = await RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS] });
  const browser = newBrowser();
  const { id_token } = await ended.tokens(ada, {}, browser);
  const { api } = await signedIn(server, admin.email, admin.password);
  expect((await end(api, ended.client.id)).status).toBeLessThan(300);
  const page = await browser.open(endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS }));
  expect([page.status, isAsked(page), await isSignedIn(browser)]).toEqual([200, true, true]);
  expect((await browser.submit(page, { decision: 'sign-out' })).leftFor).toBeUndefined();
  expect(await isSignedIn(browser)).toBe(false);
});

describe('a request that is wrong', () => {
  it.each([
    ['an address that is not registered', () => ({ post_logout_redirect_uri: `${AFTERWARDS}&x=1` })],
    ['an address registered for signing in', () => ({ post_logout_redirect_uri: party.redirectUri })],
    ['another spelling', () => ({ post_logout_redirect_uri: AFTERWARDS.replace('app.', 'APP.') })],
    ['an unknown application', () => ({ client_id: 'unknown' })],
    ['a documented sign-in face', () => ({ client_id: 'api-v1-auth' })],
  ])('is a page and ends nothing: %s', async (_, parameters: () => Record<string, string | undefined>) => {
    const browser = newBrowser();
    await party.tokens(ada, {}, browser);
    const page = await browser.open(endSession({ client_id: party.client.clientId, ...parameters() }));
    expect([page.status, page.leftFor]).toEqual([400, undefined]);
    expect(page.headers['content-type']).toContain('text/html');
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('hints at no id_token of this server: junk, a character changed, no signature, another kind of token', async () => {
    const browser = newBrowser();
    const { id_token = '', access_token } = await party.tokens(ada, {}, browser);
    const changed = `${id_token.slice(0, -3)}${id_token.endsWith('A') ? 'B' : 'A'}${id_token.slice(-2)}`;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${id_token.split('.')[1] ?? ''}.`;
    for (const hint of ['junk', changed, unsigned, access_token]) {
      const page = await browser.open(endSession({ id_token_hint: hint, post_logout_redirect_uri: AFTERWARDS }));
      expect([page.status, page.text]).toEqual([400, expect.stringContaining('id_token_hint')]);
    }
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('names two applications', async () => {
    const other = await RelyingParty.at(server, { postLogoutRedirectUris: [AFTERWARDS] });
    const browser = newBrowser();
    const { id_token } = await party.tokens(ada, {}, browser);
    const page = await browser.open(endSession({ id_token_hint: id_token, client_id: other.client.clientId }));
    expect(page.status).toBe(400);
    expect(await isSignedIn(browser)).toBe(true);
  });
});

describe('applications that want to hear of it', () => {
  it('are told behind the browser’s back, each by the sid of its own id_token', async () => {
    receiver.received.length = 0;
    const at = (path: string) => ({ backchannel_logout_uri: `${receiver.origin}/${path}` });
    const one = await RelyingParty.at(server, { metadata: at('one') });
    const two = await RelyingParty.at(server, {
      metadata: { ...at('two'), subject_type: 'pairwise', id_token_signed_response_alg: 'EdDSA' },
    });
    const never = await RelyingParty.at(server, { metadata: at('never') });
    const browser = newBrowser();
    const first = await one.tokens(ada, {}, browser);
    const second = await two.tokens(ada, {}, browser);
    await never.tokens(ada);
    await browser.open(endSession({ id_token_hint: first.id_token }));
    await eventually(
      () => receiver.received.length,
      (value) => expect(value).toBe(2),
    );

    for (const [path, tokens, client] of [
      ['/one', first, one.client],
      ['/two', second, two.client],
    ] as const) {
      const posted = receiver.received.find((candidate) => candidate.path === path);
      expect(posted?.contentType).toBe('application/x-www-form-urlencoded');
      const { payload, typ } = await verified(posted?.form.get('logout_token') ?? '');
      const { sub, sid } = claimsOf(tokens.id_token);
      expect(typ).toBe('logout+jwt');
      expect(payload).toEqual({
        iss: server.baseUrl,
        aud: client.clientId,
        sub,
        sid,
        iat: expect.any(Number),
        exp: (payload.iat ?? 0) + 120,
        jti: expect.any(String),
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      });
    }
    expect(await server.database.query('SELECT FROM logout_deliveries')).toHaveLength(0);
  });

  describe('as they are stored, which a node may not know yet', () => {
    const path = () => ({ backchannel_logout_uri: `${receiver.origin}/stored` });
    const told = () =>
      eventually(
        () => receiver.received.length,
        (value) => expect(value).toBe(1),
      );

    /** A delivery of which the first attempt is made. */
    async function attempted(applicationId: string) {
      const values = [applicationId, ada.id, clock.now()];
      await server.database.query(
        `INSERT INTO logout_deliveries (id, application_id, user_id, created_at, next_attempt_at)
         VALUES (gen_random_uuid(), $1, $2, $3, $3)`,
        values,
      );
      await eventually(
        () => server.database.query('SELECT FROM logout_deliveries WHERE attempts = 0'),
        (value) => expect(value).toHaveLength(0),
      );
    }

    /** The node reads it again, and makes the next attempt. */
    async function known(applicationId: string) {
      const { api } = await administrator(server);
      expect((await api.patch(`applications/${applicationId}`, { name: 'Known' })).status).toBe(200);
      clock.advance(11);
    }

    beforeEach(() => {
      receiver.received.length = 0;
    });

    it('are told at the address that they have', async () => {
      const late = await RelyingParty.at(server);
      const browser = newBrowser();
      const { id_token } = await late.tokens(ada, {}, browser);
      const values = [late.client.id, path()];
      await server.database.query('UPDATE applications SET metadata = metadata || $2::jsonb WHERE id = $1', values);
      await browser.open(endSession({ id_token_hint: id_token }));
      await told();
    });

    it('are told once the node knows that they exist', async () => {
      const clientId = 'of-another-node';
      await newBrowser().open(endSession({ client_id: clientId }));
      const { id } = await addApplication(server.database, { clientId, metadata: path() });
      await attempted(id);
      await known(id);
      await told();
    });

    it('are told the subject that they know the person by', async () => {
      const moved = await RelyingParty.at(server, { metadata: { ...path(), subject_type: 'pairwise' } });
      const { id_token } = await moved.tokens(ada);
      const { id } = moved.client;
      await server.database.query(
        `UPDATE applications SET redirect_uris = '{https://moved.example.org/cb}', subjects_since = now() - interval '1 hour'
          WHERE id = $1`,
        [id],
      );
      await attempted(id);
      await known(id);
      await told();
      const { sub } = claimsOf(receiver.received[0]?.form.get('logout_token') ?? '');
      expect(sub).not.toBe(claimsOf(id_token).sub);
    });
  });

  it('are told again until they have heard it, and given up after a day', async () => {
    receiver.received.length = 0;
    receiver.status = 503;
    const stubborn = await RelyingParty.at(server, {
      metadata: { backchannel_logout_uri: `${receiver.origin}/later` },
    });
    const browser = newBrowser();
    const { id_token } = await stubborn.tokens(ada, {}, browser);
    await browser.open(endSession({ id_token_hint: id_token }));
    await eventually(
      () => receiver.received.length,
      (value) => expect(value).toBe(1),
    );
    clock.advance(11);
    await eventually(
      () => receiver.received.length,
      (value) => expect(value).toBe(2),
    );
    receiver.status = 204;
    clock.advance(21);
    await eventually(
      () => receiver.received.length,
      (value) => expect(value).toBe(3),
    );
    await eventually(
      () => server.database.query('SELECT FROM logout_deliveries'),
      (value) => expect(value).toHaveLength(0),
    );
    const ids = receiver.received.map(({ form }) => claimsOf(form.get('logout_token') ?? '').jti);
    expect(new Set(ids).size).toBe(3);

    receiver.status = 400;
    const another = newBrowser();
    const tokens = await stubborn.tokens(ada, {}, another);
    await another.open(endSession({ id_token_hint: tokens.id_token }));
    await eventually(
      () => receiver.received.length,
      (value) => expect(value).toBe(4),
    );
    clock.advance(86_401);
    await eventually(
      () => server.database.query(`SELECT FROM audit_events WHERE action = 'logout.give-up'`),
      (value) => expect(value).toHaveLength(1),
    );
    expect(await server.database.query('SELECT FROM logout_deliveries')).toHaveLength(0);
    receiver.status = 200;
  });

  it('are told in the browser by frames, and the browser goes on from there', async () => {
    const address = 'https://front.example.net/logout?app=a%20b&plain';
    const framed = await RelyingParty.at(server, {
      metadata: { frontchannel_logout_uri: address },
      postLogoutRedirectUris: [AFTERWARDS],
    });
    const browser = newBrowser();
    const { id_token } = await framed.tokens(ada, {}, browser);
    const { sid } = claimsOf(id_token) as { sid: string };
    const page = await browser.open(
      endSession({ id_token_hint: id_token, post_logout_redirect_uri: AFTERWARDS, state: '"><script>' }),
    );
    expect(page.status).toBe(200);
    const expected = new URLSearchParams({ iss: server.baseUrl, sid }).toString();
    expect(page.text).toContain(`<iframe src="${address}&${expected}"`);
    expect(page.headers['content-security-policy']).toContain('frame-src https://front.example.net;');
    expect(page.text).toContain(`<a href="${AFTERWARDS}&state=%22%3E%3Cscript%3E"`);
    expect(page.text).toContain('http-equiv="refresh"');
  });

  it('hear of sessions that end in other ways', async () => {
    receiver.received.length = 0;
    const one = await RelyingParty.at(server, { metadata: { backchannel_logout_uri: `${receiver.origin}/rest` } });
    const browser = newBrowser();
    const { access_token } = await one.tokens(ada, {}, browser);
    const { api } = await signedIn(server, ada.email, ada.password);
    expect((await api.delete('sessions')).status).toBe(204);
    await eventually(
      () => receiver.received.map(({ path }) => path),
      (value) => expect(value).toContain('/rest'),
    );
    expect(await isLive(access_token)).toBe(false);
    expect(await isSignedIn(browser)).toBe(false);
  });
});
