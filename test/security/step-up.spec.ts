// What an attacker would gain: an administrator's acts with a stolen session or token, without the administrator's phone.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FRESH_FOR } from '../../src/access/fresh-factor.js';
import { Authenticator } from '../support/authenticator.js';
import { Browser } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { type Answer, basic, bearer, postForm, postJson } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Pair, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const STEP = 30;
const TWO_FACTOR = 'urn:latchkey:acr:two-factor';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

const clock = new TestClock();
let server: Latchkey;
/** Without a second factor. */
let plain: Person;
let admin: Person;
let phone: Authenticator;

beforeAll(async () => {
  server = await startLatchkey({ clock, settings: { TRUST_PROXY: '127.0.0.1', DYNAMIC_REGISTRATION: 'token' } });
  plain = await administrator(server);
  admin = await newPerson(server, plain, 'admin');
  phone = await Authenticator.of(admin.api, admin.password, clock);
});
afterAll(() => server.stop());

/** A code that was not used yet. */
function code(): string {
  clock.advance(STEP);
  return phone.code();
}

async function session(otp: string, { email, password } = admin): Promise<Api> {
  const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password, otp });
  return apiWith(server, cookieIn(answer));
}

function cookieIn({ headers }: Answer): Record<string, string> {
  const [cookie = ''] = headers['set-cookie'] ?? [];
  return { cookie: cookie.split(';')[0] ?? '' };
}

async function pair(otp: string): Promise<Pair> {
  const { email, password } = admin;
  return (await postJson(`${server.baseUrl}/v1/auth/login`, { email, password, otp })).json as Pair;
}

/** Every kind of act that takes a fresh factor, on what is not there: who is let in gets another answer than 401. */
const ACTS: Record<string, (api: Api) => Promise<Answer>> = {
  'create a user': (api) => api.post('users', {}),
  'change a user': (api) => api.patch(`users/${NOWHERE}`, { disabled: true }),
  'mail a user a link': (api) => api.post(`users/${NOWHERE}/password-mail`, {}),
  'delete a user': (api) => api.delete(`users/${NOWHERE}`),
  "reset a user's factors": (api) => api.delete(`users/${NOWHERE}/factors`),
  "revoke a user's keys": (api) => api.delete(`users/${NOWHERE}/remaining-credentials`),
  "open a user's whitelist": (api) => api.delete(`users/${NOWHERE}/ip-whitelist/${NOWHERE}`),
  'end an incident': (api) => api.post('incidents/end', {}),
  'retire a signing key': (api) => api.delete('signing-keys/unknown'),
  'create an API key': (api) => api.post('api-keys', {}),
  'create an application': (api) => api.post('applications', {}),
  'change an application': (api) => api.patch(`applications/${NOWHERE}`, {}),
  'add a secret': (api) => api.post(`applications/${NOWHERE}/secrets`, {}),
  'change a brand, which says who needs a second factor': (api) => api.patch(`brands/${NOWHERE}`, {}),
  'delete a brand': (api) => api.delete(`brands/${NOWHERE}`),
  'take a brand off an application': (api) => api.delete(`brands/${NOWHERE}/applications/${NOWHERE}`),
  'add a scope': (api) => api.post('scopes', {}),
};

describe('an administrator’s act', () => {
  it.each(Object.entries(ACTS))('to %s takes a fresh second factor, in a session and by a token', async (_, act) => {
    const api = await session(code());
    const token = apiWith(server, bearer((await pair(code())).access_token));
    for (const each of [api, token]) expect((await act(each)).status).not.toBe(401);
    clock.advance(FRESH_FOR);
    for (const each of [api, token]) {
      const refused = await act(each);
      expect(refused.status).toBe(401);
      expect(refused.json).toMatchObject({ code: 'insufficient_user_authentication', status: 401 });
      const challenge = String(refused.headers['www-authenticate']);
      expect(challenge).toContain('error="insufficient_user_authentication"');
      expect(challenge).toContain(`acr_values="${TWO_FACTOR}", max_age="${String(FRESH_FOR)}"`);
    }
  });

  it('is refused before its body is looked at, and what only reads goes on', async () => {
    const api = await session(code());
    clock.advance(FRESH_FOR + 1);
    expect((await api.post('users', { email: 'no address' })).status).toBe(401);
    for (const path of ['users', 'users/me', 'signing-keys', 'audit-events', 'applications', 'api-keys']) {
      expectOf(path, (await api.get(path)).status).toBe(200);
    }
    expect((await api.patch('users/me', { name: 'Ada' })).status).toBe(200);
  });

  it('of one without a second factor takes nothing more, and neither do a member’s', async () => {
    clock.advance(FRESH_FOR * 2);
    const again = await administrator(server);
    clock.advance(FRESH_FOR * 2);
    const made = await again.api.post('applications', { name: 'Plain', scopes: ['public'] });
    expect(made.status).toBe(201);
    const member = await newPerson(server, again);
    await Authenticator.of(member.api, member.password, clock);
    clock.advance(FRESH_FOR * 2);
    expect((await member.api.post('api-keys', { name: 'mine', scopes: ['read:account'] })).status).toBe(201);
  });
});

describe('a step-up', () => {
  it('raises its own session, and no other session or token of the person', async () => {
    const own = await session(code());
    const other = await session(code());
    const { access_token: token } = await pair(code());
    clock.advance(FRESH_FOR + 1);
    const done = await own.post('users/me/step-up', { otp: code() });
    expect(done.status).toBe(200);
    const until = Date.parse((done.json as { fresh_until: string }).fresh_until);
    expect(Math.abs(until - clock.now().getTime() - FRESH_FOR * 1000)).toBeLessThan(60_000);
    expect((await own.post('users', {})).status).toBe(400);
    expect((await other.post('users', {})).status).toBe(401);
    expect((await apiWith(server, bearer(token)).post('users', {})).status).toBe(401);
    const events = await own.get('audit-events?action=session.step-up');
    expect((events.json as { data: unknown[] }).data).not.toHaveLength(0);
    clock.advance(FRESH_FOR);
    expect((await own.post('users', {})).status).toBe(401);
  });

  it('takes a code that holds, once, of many at the same time', async () => {
    const sessions = [await session(code()), await session(code())];
    clock.advance(FRESH_FOR + 1);
    const otp = code();
    const [own] = sessions;
    expect((await own!.post('users/me/step-up', { otp: phone.wrongCode() })).json).toMatchObject({
      errors: [{ field: 'otp' }],
    });
    expect((await own!.post('users/me/step-up', {})).status).toBe(400);
    expect((await own!.post('users', {})).status).toBe(401);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => sessions[i % 2]!.post('users/me/step-up', { otp })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is guessed on the counters of the password', async () => {
    const { email, password } = admin;
    const from = { 'x-forwarded-for': '198.18.9.9' };
    const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password, otp: code() }, from);
    const stolen = apiWith(server, { ...cookieIn(answer), ...from });
    clock.advance(FRESH_FOR + 1);
    for (let guess = 0; guess < 10; guess++) await stolen.post('users/me/step-up', { otp: phone.wrongCode() });
    expect((await stolen.post('users/me/step-up', { otp: code() })).status).toBe(429);
  });

  it('is of a session alone: a token signs in again, and its refresh is no fresh proof', async () => {
    const old = await pair(code());
    clock.advance(FRESH_FOR + 1);
    const api = apiWith(server, bearer(old.access_token));
    expect((await api.post('users/me/step-up', { otp: code() })).status).toBe(403);
    const refreshed = await postJson(`${server.baseUrl}/v1/auth/refresh`, { refresh_token: old.refresh_token });
    const { access_token: next } = refreshed.json as Pair;
    expect((await apiWith(server, bearer(next)).post('users', {})).status).toBe(401);
    expect((await apiWith(server, bearer((await pair(code())).access_token)).post('users', {})).status).toBe(400);
  });

  it('of an account without a second factor is refused', async () => {
    const { email, password } = plain;
    const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password });
    expect((await apiWith(server, cookieIn(answer)).post('users/me/step-up', { otp: '123456' })).status).toBe(409);
  });

  it('is the enrolment itself, in the session that made it', async () => {
    const person = await newPerson(server, await administrator(server), 'admin');
    const { email, password } = person;
    const older = cookieIn(await postJson(`${server.baseUrl}/v1/session/login`, { email, password }));
    const own = apiWith(server, cookieIn(await postJson(`${server.baseUrl}/v1/session/login`, { email, password })));
    await Authenticator.of(own, password, clock);
    expect((await own.post('users', {})).status).toBe(400);
    // a session from before the factor is not spared
    expect((await apiWith(server, older).post('users', {})).status).toBe(401);
    expect((await person.api.post('users', {})).status).toBe(401);
  });
});

describe('the fresh factor', () => {
  it('is not taken over by the token of an application, and not by what is exchanged for it', async () => {
    const party = await RelyingParty.at(server, { firstParty: true, scopes: ['openid', 'write:users'] });
    const browser = new Browser(server.baseUrl);
    const second = await browser.submit(await browser.open(party.request({ scope: 'openid write:users' })), {
      username: admin.email,
      password: admin.password,
    });
    const done = await browser.submit(second, { otp: code() });
    clock.advance(FRESH_FOR + 1);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    expect((await apiWith(server, { cookie }).post('users/me/step-up', { otp: code() })).status).toBe(200);
    // the session proved its factor just now; it signed in more than ten minutes ago, and its tokens say so
    const again = await browser.open(party.request({ scope: 'openid write:users' }));
    for (const { leftFor } of [done, again]) {
      const tokens = (await party.redeem(leftFor?.searchParams.get('code') ?? '')).json as Partial<Pair>;
      if (tokens.access_token === undefined) continue;
      const refused = await apiWith(server, bearer(tokens.access_token)).post('users', {});
      expect(refused.json).toMatchObject({ code: 'insufficient_user_authentication' });
    }
  });

  it('is not asked of API keys and client credentials, whose creation takes it', async () => {
    const api = await session(code());
    const scopes = ['write:users', 'read:users'];
    const key = (await api.post('api-keys', { name: 'automation', scopes })).json as { key: string };
    const made = await api.post('applications', { name: 'Automation', scopes, grant_types: ['client_credentials'] });
    const { client_id: id, client_secret: secret } = made.json as { client_id: string; client_secret: string };
    clock.advance(FRESH_FOR + 1);
    expect((await apiWith(server, { 'x-api-key': key.key }).post('users', {})).status).toBe(400);
    const token = await postForm(
      `${server.baseUrl}/oauth/token`,
      { grant_type: 'client_credentials', scope: 'write:users' },
      basic(id, secret),
    );
    const { access_token: own } = token.json as Pair;
    expect((await apiWith(server, bearer(own)).post('users', {})).status).toBe(400);
    // beside a key, a session or token that is not fresh is what calls
    expect((await api.post('api-keys', { name: 'another', scopes })).status).toBe(401);
  });

  it('is a password grant’s only with otp', async () => {
    const client = await addApplication(server.database, { scopes: ['write:users'], grantTypes: ['password'] });
    const ask = async (otp: Record<string, string>) =>
      postForm(
        `${server.baseUrl}/oauth/token`,
        { grant_type: 'password', username: admin.email, password: admin.password, ...otp },
        basic(client.clientId, client.clientSecret),
      );
    expect((await ask({})).json).toMatchObject({ error: 'mfa_required' });
    const { access_token: token } = (await ask({ otp: code() })).json as Pair;
    expect((await apiWith(server, bearer(token)).post('users', {})).status).not.toBe(401);
    clock.advance(FRESH_FOR + 1);
    expect((await apiWith(server, bearer(token)).post('users', {})).status).toBe(401);
  });
});
