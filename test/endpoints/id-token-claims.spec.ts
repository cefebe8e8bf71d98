import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { expectOf } from '../support/expect-of.js';
import { bearer, call, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const MIGRATION = new URL('../../prisma/migrations/20261128610100_id_token_claims/migration.sql', import.meta.url);
const CALLBACK = 'https://app.example.com/callback';
const SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];
const ALL = SCOPES.join(' ');
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const NOT_OF_THE_PERSON = ['iss', 'aud', 'iat', 'exp', 'auth_time', 'amr', 'acr', 'sid', 'nonce', 'at_hash'];

/** What an id_token says of the person, as userinfo says it. */
function aboutThePerson(idToken: string | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(claimsOf(idToken)).filter(([name]) => !NOT_OF_THE_PERSON.includes(name)));
}

interface ByHand {
  id: string;
  client_id: string;
  client_secret: string;
  id_token_claims?: string;
}

async function byHand(
  server: Latchkey,
  admin: Person,
  body: object = {},
): Promise<{ party: RelyingParty; made: ByHand }> {
  const answer = await admin.api.post('applications', {
    name: 'By hand',
    scopes: SCOPES,
    redirect_uris: [CALLBACK],
    ...body,
  });
  expectOf(answer.text, answer.status).toBe(201);
  const made = answer.json as ByHand;
  const client = { id: made.id, clientId: made.client_id, clientSecret: made.client_secret };
  return { party: RelyingParty.of(server, client, CALLBACK), made };
}

async function ada(server: Latchkey, admin: Person): Promise<Person> {
  const person = await newPerson(server, admin);
  const profile = { given_name: 'Ada', phone_number: '+44 20 7946 0000', address: { country: 'UK' } };
  await admin.api.patch(`users/${person.id}`, { name: 'Ada Lovelace', email_verified: true, profile });
  return person;
}

describe('the claims of an id_token by the scopes', () => {
  let server: Latchkey;
  let admin: Person;
  let person: Person;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open', FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
    admin = await administrator(server);
    person = await ada(server, admin);
  });
  afterAll(() => server.stop());

  const userinfo = async (accessToken: string) =>
    (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(accessToken) })).json;

  it('are those of userinfo, for an application made by hand that says nothing', async () => {
    const { party, made } = await byHand(server, admin);
    expect(made).not.toHaveProperty('id_token_claims');
    const { id_token, access_token } = await party.tokens(person, { scope: ALL });
    const told = aboutThePerson(id_token);
    expect(told).toEqual(await userinfo(access_token));
    expect(told).toMatchObject({ name: 'Ada Lovelace', email: person.email, email_verified: true, given_name: 'Ada' });
    expect(told).toMatchObject({ phone_number: '+44 20 7946 0000', address: { country: 'UK' } });
  });

  it('are of granted scopes alone', async () => {
    const { party } = await byHand(server, admin);
    expect(aboutThePerson((await party.tokens(person, { scope: 'openid' })).id_token)).toEqual({ sub: person.id });
    const { id_token } = await party.tokens(person, { scope: 'openid email' });
    expect(aboutThePerson(id_token)).toEqual({ sub: person.id, email: person.email, email_verified: true });
  });

  it('come with those that the claims parameter names', async () => {
    const { party } = await byHand(server, admin);
    const claims = JSON.stringify({ id_token: { given_name: null } });
    const { id_token } = await party.tokens(person, { scope: 'openid email', claims });
    const email = { email: person.email, email_verified: true };
    expect(aboutThePerson(id_token)).toEqual({ sub: person.id, ...email, given_name: 'Ada' });
  });

  it('are as the person is at a refresh, under the scopes that the application then may have', async () => {
    const { party, made } = await byHand(server, admin);
    const first = await party.tokens(person, { scope: ALL, prompt: 'consent' });
    await admin.api.patch(`users/${person.id}`, { profile: { given_name: 'Augusta' } });
    const refresh = async (refresh_token = '') => {
      const answer = await party.token({ grant_type: 'refresh_token', refresh_token });
      expectOf(answer.text, answer.status).toBe(200);
      return answer.json as { id_token: string; access_token: string; refresh_token: string };
    };
    const second = await refresh(first.refresh_token);
    expect(aboutThePerson(second.id_token)).toMatchObject({ given_name: 'Augusta', email: person.email });
    expect(aboutThePerson(second.id_token)).toEqual(await userinfo(second.access_token));
    await admin.api.patch(`applications/${made.id}`, { scopes: ['openid', 'profile'] });
    const third = await refresh(second.refresh_token);
    expect(aboutThePerson(third.id_token)).not.toHaveProperty('email');
    expect(aboutThePerson(third.id_token)).toEqual(await userinfo(third.access_token));
    await admin.api.patch(`users/${person.id}`, { profile: { given_name: 'Ada' } });
  });

  it('reach a device', async () => {
    const row = { type: 'public', secret: null, grantTypes: [DEVICE_CODE, 'refresh_token'], scopes: SCOPES } as const;
    const { clientId: client_id } = await addApplication(server.database, { ...row, grantTypes: [...row.grantTypes] });
    const started = await postForm(`${server.baseUrl}/oauth/device_authorization`, {
      client_id,
      scope: 'openid email',
    });
    const { device_code, user_code } = started.json as { device_code: string; user_code: string };
    const browser = new Browser(server.baseUrl);
    const entered = await browser.submit(await browser.open('/device'), { user_code });
    const page = await browser.submit(entered, { username: person.email, password: person.password });
    await browser.submit(page, { decision: 'allow' });
    const form = { grant_type: DEVICE_CODE, client_id, device_code };
    const { id_token, access_token } = (await postForm(`${server.baseUrl}/oauth/token`, form)).json as {
      id_token: string;
      access_token: string;
    };
    expect(aboutThePerson(id_token)).toMatchObject({ email: person.email });
    expect(aboutThePerson(id_token)).toEqual(await userinfo(access_token));
  });

  it('do not tell an address that the person gave and did not prove', async () => {
    const other = await newPerson(server, admin);
    await server.database.query('UPDATE users SET email_self_given = true WHERE id = $1', [other.id]);
    // the account is read again once it changes
    await admin.api.patch(`users/${other.id}`, { name: 'A name' });
    const { party } = await byHand(server, admin);
    const { id_token, access_token } = await party.tokens(other, { scope: 'openid email' });
    expect(aboutThePerson(id_token)).toEqual({ sub: other.id });
    expect(await userinfo(access_token)).toEqual({ sub: other.id });
  });

  it('stand beside a pairwise subject, as in userinfo', async () => {
    const { party } = await byHand(server, admin, { subject_type: 'pairwise' });
    const { id_token, access_token } = await party.tokens(person, { scope: 'openid email' });
    const told = aboutThePerson(id_token);
    expect(told).toMatchObject({ email: person.email });
    expect(told.sub).not.toBe(person.id);
    expect(told).toEqual(await userinfo(access_token));
  });

  it('leave an id_token that fits a cookie and an address; the long ones stay in userinfo', async () => {
    const longest = await newPerson(server, admin);
    const long = `https://example.com/${'x'.repeat(2000)}`;
    const profile = {
      given_name: 'Ada',
      picture: long,
      website: long,
      profile: long,
      address: { formatted: 'ß'.repeat(1000) },
    };
    const changed = await admin.api.patch(`users/${longest.id}`, { name: '漢'.repeat(100), profile });
    expectOf(changed.text, changed.status).toBe(200);
    const { party } = await byHand(server, admin);
    const { id_token = '', access_token } = await party.tokens(longest, { scope: ALL });
    expect(id_token.length).toBeLessThan(4096);
    const told = aboutThePerson(id_token);
    expect(told).toMatchObject({ email: longest.email, name: '漢'.repeat(100), given_name: 'Ada' });
    expect(told).not.toHaveProperty('picture');
    expect(await userinfo(access_token)).toMatchObject({ picture: long, ...told });
    const claims = JSON.stringify({ id_token: { picture: null } });
    expect(aboutThePerson((await party.tokens(longest, { scope: ALL, claims })).id_token)).toMatchObject({
      picture: long,
    });
  });

  describe('are left to userinfo', () => {
    it('where an application says so, until it says otherwise', async () => {
      const { party, made } = await byHand(server, admin, { id_token_claims: 'minimal' });
      expect(made.id_token_claims).toBe('minimal');
      const { id_token, access_token } = await party.tokens(person, { scope: ALL });
      expect(aboutThePerson(id_token)).toEqual({ sub: person.id });
      expect(await userinfo(access_token)).toMatchObject({ email: person.email });
      const answer = await admin.api.patch(`applications/${made.id}`, { id_token_claims: null });
      expectOf(answer.text, answer.status).toBe(200);
      expect(aboutThePerson((await party.tokens(person, { scope: ALL })).id_token)).toMatchObject({
        name: 'Ada Lovelace',
      });
    });

    it('where an application registered itself, unless it was decided for it', async () => {
      const body = { redirect_uris: [CALLBACK], scope: ALL, id_token_claims: 'by_scope' };
      const answer = await postJson(`${server.baseUrl}/oauth/register`, body);
      expectOf(answer.text, answer.status).toBe(201);
      const { client_id, client_secret, registration_client_uri, registration_access_token } = answer.json as Record<
        'client_id' | 'client_secret' | 'registration_client_uri' | 'registration_access_token',
        string
      >;
      const rows = await server.database.query('SELECT id FROM applications WHERE client_id = $1', [client_id]);
      const { id } = rows[0] as { id: string };
      const party = RelyingParty.of(server, { id, clientId: client_id, clientSecret: client_secret }, CALLBACK);
      const told = async () => aboutThePerson((await party.tokens(person, { scope: 'openid email' })).id_token);
      expect(await told()).toEqual({ sub: person.id });
      await admin.api.patch(`applications/${id}`, { id_token_claims: 'by_scope', access_token_typ: 'JWT' });
      expect(await told()).toMatchObject({ email: person.email });
      // what is decided for it, its own words do not end
      const changed = await call(registration_client_uri, {
        method: 'PUT',
        headers: { ...bearer(registration_access_token), 'content-type': JSON_TYPE },
        body: JSON.stringify({ client_id, client_name: 'Another', redirect_uris: [CALLBACK], scope: ALL }),
      });
      expectOf(changed.text, changed.status).toBe(200);
      const { json } = await admin.api.get(`applications/${id}`);
      expect(json).toMatchObject({ name: 'Another', id_token_claims: 'by_scope', access_token_typ: 'JWT' });
      expect(await told()).toMatchObject({ email: person.email });
    });

    it('where a document describes the application', async () => {
      const host = await DocumentHost.start();
      const document: Record<string, unknown> = {
        client_name: 'Described',
        redirect_uris: [`${host.origin}/callback`],
        token_endpoint_auth_method: 'none',
        scope: 'openid email',
      };
      const client_id = host.publish(document);
      host.replace(client_id, { ...document, client_id });
      const client = { id: '', clientId: client_id, clientSecret: '' };
      const party = RelyingParty.of(server, client, `${host.origin}/callback`);
      const back = await party.authorize(person, { scope: 'openid email' });
      const code = back.searchParams.get('code') ?? '';
      const answer = await party.redeem(code, { client_id }, { authorization: '' });
      expectOf(answer.text, answer.status).toBe(200);
      expect(aboutThePerson((answer.json as { id_token: string }).id_token)).toEqual({ sub: person.id });
      await host.stop();
    });

    it('where an application was here before', async () => {
      const silent = await addApplication(server.database);
      const says = await addApplication(server.database, { metadata: { id_token_claims: 'by_scope' } });
      const sql = readFileSync(MIGRATION, 'utf8');
      await server.database.query(sql);
      const rows = await server.database.query(
        `SELECT id, metadata ->> 'id_token_claims' AS claims FROM applications WHERE id = ANY($1) OR built_in`,
        [[silent.id, says.id]],
      );
      const claimsBy = new Map((rows as { id: string; claims: string | null }[]).map(({ id, claims }) => [id, claims]));
      expect([claimsBy.get(silent.id), claimsBy.get(says.id)]).toEqual(['minimal', 'by_scope']);
      claimsBy.delete(silent.id);
      claimsBy.delete(says.id);
      expect(new Set(claimsBy.values())).toEqual(new Set([null]));
    });
  });
});

describe('the claims of an id_token where the server says minimal', () => {
  let server: Latchkey;
  let admin: Person;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { ID_TOKEN_CLAIMS: 'minimal' } });
    admin = await administrator(server);
  });
  afterAll(() => server.stop());

  it('are the subject alone, unless the application says otherwise', async () => {
    const person = await ada(server, admin);
    const { party } = await byHand(server, admin);
    expect(aboutThePerson((await party.tokens(person, { scope: ALL })).id_token)).toEqual({ sub: person.id });
    const { party: other } = await byHand(server, admin, { id_token_claims: 'by_scope' });
    const { id_token } = await other.tokens(person, { scope: ALL });
    expect(aboutThePerson(id_token)).toMatchObject({ name: 'Ada Lovelace', email: person.email });
  });

  it('a value that is neither is refused, with both named', async () => {
    const answer = await admin.api.post('applications', { name: 'X', scopes: ['openid'], id_token_claims: 'all' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/id_token_claims.*by_scope, minimal/s)]);
  });
});
