/*
 * An attacker who owns an application that an administrator once trusted would widen it afterwards: one link, and the
 * account scopes of any person who is signed in are the owner's, without a page; or another's service, profile or brand
 * would stand behind addresses and keys that no administrator has seen. The same by the registration access token, and by
 * the document at a `client_id`.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { Browser } from '../support/browser.js';
import { DocumentHost } from '../support/document-host.js';
import { type Answer, bearer, call, JSON_TYPE, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { ClientKey } from '../support/signing-client.js';
import { TestClock } from '../support/test-clock.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';
const ELSEWHERE = 'https://elsewhere.example/callback';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const clock = new TestClock();
let server: Latchkey;
let host: DocumentHost;
let admin: Person;
let member: Person;

beforeAll(async () => {
  const settings = { DYNAMIC_REGISTRATION: 'open', FETCH_ALLOW_NETWORKS: '127.0.0.0/8' };
  server = await startLatchkey({ clock, settings });
  host = await DocumentHost.start();
  admin = await administrator(server);
  member = await newPerson(server, admin);
});
afterAll(async () => {
  await server.stop();
  await host.stop();
});

interface Application {
  id: string;
  client_id: string;
}

async function created(body: object = {}): Promise<Application> {
  const settings = { name: 'Notes', scopes: ['openid', 'read_items'], redirect_uris: [CALLBACK], ...body };
  const answer = await member.api.post('applications', settings);
  expectOf(answer.text, answer.status).toBe(201);
  return answer.json as Application;
}

async function given({ id }: Application, gift: object): Promise<void> {
  const answer = await admin.api.patch(`applications/${id}`, gift);
  expectOf(answer.text, answer.status).toBe(200);
}

async function brandOf(owner: Person): Promise<string> {
  const brand = await owner.api.post('brands', { name: 'Acme' });
  return (brand.json as { id: string }).id;
}

async function targeted(): Promise<object> {
  const identifier = 'https://target.example';
  await admin.api.post('resources', { name: 'Target', identifier });
  return { exchange_targets: [identifier] };
}

const detailOf = ({ status, json }: Answer) => [status, (json as { detail?: string }).detail];

describe('an application that carries what an administrator gave it', () => {
  const gifts: [string, () => Promise<object>, RegExp][] = [
    ['first-party', async () => Promise.resolve({ first_party: true }), /it is first-party.*set first_party to false/],
    [
      'the token exchange grant',
      async () => Promise.resolve({ grant_types: ['authorization_code', TOKEN_EXCHANGE] }),
      /the token exchange grant.*take it out of grant_types/,
    ],
    ['targets of token exchange', targeted, /targets of token exchange.*set exchange_targets to \[\]/],
    [
      'a security profile',
      async () => Promise.resolve({ security_profile: 'fapi2', id_token_signed_response_alg: 'ES256' }),
      /a security profile; ask an administrator$/,
    ],
    [
      "a brand that is not its owner's",
      async () => ({ brand_id: await brandOf(admin) }),
      /a brand that is not its owner's.*set brand_id to null/,
    ],
  ];

  it.each(gifts)('is not widened by its owner: %s', async (_, giftOf, sentence) => {
    const application = await created();
    const gift = await giftOf();
    await given(application, gift);
    const path = `applications/${application.id}`;
    const before = (await member.api.get(path)).json as { grant_types: string[] };
    const widenings: Record<string, unknown> = {
      scopes: ['openid', 'read_items', 'write:account'],
      redirect_uris: [CALLBACK, ELSEWHERE],
      post_logout_redirect_uris: [ELSEWHERE],
      grant_types: [...before.grant_types, 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_method: 'client_secret_post',
      jwks_uri: `${ELSEWHERE}/keys`,
      request_uris: [`${ELSEWHERE}/request`],
      backchannel_logout_uri: `${ELSEWHERE}/logout`,
      frontchannel_logout_uri: 'https://app.example.com/logout',
    };
    for (const [field, value] of Object.entries(widenings)) {
      const answer = await member.api.patch(path, { [field]: value });
      expect(detailOf(answer)).toEqual([403, expect.stringMatching(sentence)]);
      expect(answer.json).toMatchObject({ errors: [{ field }] });
    }
    expect((await member.api.get(path)).json).toEqual(before);
    expect((await admin.api.patch(path, { redirect_uris: [CALLBACK, ELSEWHERE] })).status).toBe(200);
  });

  it('is not widened under a gift that the same change would still carry, nor field by field', async () => {
    const application = await created();
    await given(application, { first_party: true });
    const path = `applications/${application.id}`;
    expect((await member.api.patch(path, { first_party: true, redirect_uris: [ELSEWHERE] })).status).toBe(403);
    expect((await member.api.patch(path, { redirect_uris: [] })).status).toBe(200);
    expect((await member.api.patch(path, { redirect_uris: [CALLBACK] })).status).toBe(403);
  });

  it('is narrowed, renamed and given secrets by its owner, who also replaces its keys and does without the gift', async () => {
    const [one, two] = [await ClientKey.make(), await ClientKey.make()];
    const application = await created({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [one.publicJwk] },
    });
    const path = `applications/${application.id}`;
    await given(application, { first_party: true });
    for (const change of [
      { scopes: ['openid'] },
      { name: 'Notes 2' },
      { jwks: { keys: [two.publicJwk] } },
      { grant_types: ['authorization_code'] },
      { access_token_ttl: 60 },
      { disabled: true },
      { disabled: false },
    ]) {
      expect(detailOf(await member.api.patch(path, change))).toEqual([200, undefined]);
    }
    const secretive = await created();
    await given(secretive, { first_party: true });
    const added = await member.api.post(`applications/${secretive.id}/secrets`, {});
    expect(added.status).toBe(201);
    const { id } = added.json as { id: string };
    expect((await member.api.delete(`applications/${secretive.id}/secrets/${id}`)).status).toBe(204);
    expect((await member.api.patch(path, { first_party: false, scopes: ['openid', 'read_items'] })).status).toBe(200);
    expect((await member.api.patch(path, { first_party: true })).status).toBe(403);
  });

  it('never gets a code of a person by what its owner added', async () => {
    const victim = await newPerson(server, admin);
    const application = await created();
    await given(application, { first_party: true });
    await member.api.patch(`applications/${application.id}`, { scopes: ['write:account'], redirect_uris: [ELSEWHERE] });
    const query = { response_type: 'code', client_id: application.client_id, redirect_uri: ELSEWHERE };
    const browser = new Browser(server.baseUrl);
    const page = await browser.open(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
    expect((await browser.walk(page, victim)).leftFor).toBeUndefined();
  });

  it('is widened by a narrow key of an administrator no more than by its owner', async () => {
    const answer = await admin.api.post('applications', {
      name: 'Ours',
      scopes: ['read_items'],
      redirect_uris: [CALLBACK],
      first_party: true,
    });
    const { id } = answer.json as Application;
    const scopes = ['write:applications', 'read_items', 'read:users', 'write:users'];
    const { key } = await addApiKey(server.database, { userId: admin.id, scopes });
    const narrow = apiWith(server, { 'x-api-key': key });
    expect((await narrow.patch(`applications/${id}`, { redirect_uris: [ELSEWHERE] })).status).toBe(403);
    expect((await narrow.patch(`applications/${id}`, { name: 'Renamed' })).status).toBe(200);
  });
});

describe('an application that registered itself', () => {
  interface Registered {
    client_id: string;
    registration_access_token: string;
    registration_client_uri: string;
  }

  async function registered(): Promise<Registered & { put: (metadata: object) => Promise<Answer> }> {
    const metadata = { redirect_uris: [CALLBACK], scope: 'openid' };
    const { json } = await postJson(`${server.baseUrl}/oauth/register`, metadata);
    const made = json as Registered;
    const headers = { ...bearer(made.registration_access_token), 'content-type': JSON_TYPE };
    const put = (change: object) => {
      const body = JSON.stringify({ client_id: made.client_id, ...metadata, ...change });
      return call(made.registration_client_uri, { method: 'PUT', headers, body });
    };
    return { ...made, put };
  }

  it('is not widened by its registration access token while it carries a gift', async () => {
    const client = await registered();
    expect((await client.put({ redirect_uris: [CALLBACK, ELSEWHERE] })).status).toBe(200);
    expect((await client.put({})).status).toBe(200);
    const [row] = await server.database.query<{ id: string }>('SELECT id FROM applications WHERE client_id = $1', [
      client.client_id,
    ]);
    await given({ id: row!.id, client_id: client.client_id }, { first_party: true });
    for (const change of [
      { redirect_uris: [CALLBACK, ELSEWHERE] },
      { scope: 'openid write:account' },
      { grant_types: ['authorization_code', 'refresh_token'] },
      { token_endpoint_auth_method: 'client_secret_post' },
    ]) {
      const answer = await client.put(change);
      expect([answer.status, answer.json]).toMatchObject([403, { error: 'access_denied' }]);
      expect((answer.json as { error_description: string }).error_description).toContain('it is first-party');
    }
    expect((await client.put({ client_name: 'Another name' })).status).toBe(200);
    // offline_access among its scopes would add refresh tokens by default, which it did not ask for
    await given({ id: row!.id, client_id: client.client_id }, { scopes: ['openid', 'offline_access'] });
    const offline = await client.put({ scope: 'openid offline_access' });
    expect([offline.status, offline.json]).toMatchObject([200, { grant_types: ['authorization_code'] }]);
    expect((await client.put({})).status).toBe(200);
    const silent = await client.put({ scope: undefined });
    expect([silent.status, silent.json]).toMatchObject([200, { scope: 'openid' }]);
  });
});

describe('a client that its document describes', () => {
  const byKey = async () => ({
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: (await ClientKey.make()).jwks,
  });
  const byNothing = () => Promise.resolve({ token_endpoint_auth_method: 'none' });

  it.each([
    ['says more', byNothing, byNothing, 'public'],
    ['says more, and that it authenticates', byNothing, byKey, 'confidential'],
    ['says more, and that it no longer authenticates', byKey, byNothing, 'public'],
  ])('loses what it was given as soon as its document %s', async (_, before, after, type) => {
    admin = await administrator(server);
    const person = await newPerson(server, admin);
    const clientId = host.publish({});
    const described = { client_id: clientId, client_name: 'Documented' };
    host.replace(clientId, { ...described, ...(await before()), redirect_uris: [CALLBACK] });
    const query = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
    };
    const asks = `/oauth/authorize?${new URLSearchParams(query).toString()}`;
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(asks), person);
    const rowOf = async () => {
      const sql = `SELECT id, brand_id, brand_given, first_party, type::text, token_endpoint_auth_method AS method,
                          redirect_uris, epoch FROM applications WHERE client_id = $1`;
      return (await server.database.query<{ id: string }>(sql, [clientId]))[0]!;
    };
    const brand_id = await brandOf(admin);
    await given({ id: (await rowOf()).id, client_id: clientId }, { brand_id, first_party: true });
    const fresh = () => new Browser(server.baseUrl).open(asks);
    await eventually(
      async () => (await fresh()).text,
      (value) => expect(value).toContain('Acme'),
    );

    const unasked = await newPerson(server, admin);
    const { id, key } = await addApiKey(server.database, { userId: unasked.id, scopes: ['read:account'] });
    await server.database.query('UPDATE api_keys SET made_by = $1 WHERE id = $2', [clientId, id]);
    const statusOfKey = async () => (await apiWith(server, { 'x-api-key': key }).get('users/me')).status;
    // it is alive; the client has no such scope
    expect(await statusOfKey()).toBe(403);

    const said = await after();
    host.replace(clientId, { ...described, ...said, redirect_uris: [CALLBACK, ELSEWHERE] });
    clock.advance(25 * 3600 * 1000);
    expect((await fresh()).text).not.toContain('Acme');
    const again = new Browser(server.baseUrl);
    await again.walk(await again.open(asks), person);
    expect(await rowOf()).toMatchObject({
      brand_id: null,
      brand_given: false,
      first_party: false,
      epoch: 1,
      type,
      method: said.token_endpoint_auth_method,
      redirect_uris: [CALLBACK, ELSEWHERE],
    });
    expect((await fresh()).text).not.toContain('Acme');
    expect(await statusOfKey()).toBe(401);
  });

  it('keeps what it was given where its document no longer states its grants', async () => {
    admin = await administrator(server);
    const person = await newPerson(server, admin);
    const clientId = host.publish({});
    const described = { client_id: clientId, client_name: 'Documented', redirect_uris: [CALLBACK] };
    host.replace(clientId, { ...described, grant_types: ['authorization_code'] });
    const query = { response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, scope: 'openid' };
    const pkce = { code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' };
    const asks = `/oauth/authorize?${new URLSearchParams({ ...query, ...pkce }).toString()}`;
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(asks), person);
    const sql = 'SELECT id FROM applications WHERE client_id = $1';
    const [row] = await server.database.query<{ id: string }>(sql, [clientId]);
    await given({ id: row!.id, client_id: clientId }, { brand_id: await brandOf(admin), first_party: true });
    host.replace(clientId, described);
    clock.advance(25 * 3600 * 1000);
    expect((await new Browser(server.baseUrl).open(asks)).text).toContain('Acme');
  });
});
