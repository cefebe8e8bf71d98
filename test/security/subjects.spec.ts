// What an attacker would gain: applications (or their owners) that people allowed next to nothing could put together who
// uses them all, and learn names and account ids that no one allowed them to know.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEVICE_CODE } from '../../src/protocol/grant-type.js';
import { DocumentHost } from '../support/document-host.js';
import { basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { addApplication, type ApplicationRow, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

const INVENTORY = 'https://inventory.example.com/';

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
}

let server: Latchkey;
let host: DocumentHost;
let admin: Person;
let resourceServer: OAuthClient;
beforeAll(async () => {
  server = await startLatchkey({
    settings: { DYNAMIC_REGISTRATION: 'open', FETCH_ALLOW_NETWORKS: '127.0.0.0/8' },
  });
  host = await DocumentHost.start();
  admin = await administrator(server);
  const inventory = { identifier: INVENTORY, name: 'Inventory', scopes: ['read_items'] };
  expect((await admin.api.post('resources', inventory)).status).toBe(201);
  resourceServer = await addApplication(server.database, { scopes: ['introspect_tokens'] });
});
afterAll(async () => {
  await server.stop();
  await host.stop();
});

const token = async ({ clientId, clientSecret }: OAuthClient, form: Record<string, string>): Promise<Tokens> => {
  const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(clientId, clientSecret));
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as Tokens;
};
const signIn = (client: OAuthClient, { email, password }: Person) =>
  token(client, { grant_type: 'password', username: email, password });
const traded = (client: OAuthClient, subject_token: string) =>
  token(client, { grant_type: TOKEN_EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN });
const introspected = async ({ clientId, clientSecret }: OAuthClient, subject: string) => {
  const url = `${server.baseUrl}/oauth/introspect`;
  return (await postForm(url, { token: subject }, basic(clientId, clientSecret))).json as Record<string, unknown>;
};
const userinfo = async (accessToken: string) =>
  (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(accessToken) })).json as Record<string, unknown>;
const reads = async (accessToken: string) => (await apiWith(server, bearer(accessToken)).get('users/me')).status;

let sectors = 0;
const application = (row: ApplicationRow = {}) =>
  addApplication(server.database, {
    scopes: ['openid', 'read:account', 'read_items'],
    defaultScopes: ['openid', 'read:account', 'read_items'],
    redirectUris: [`https://sector${String(++sectors)}.example.com/callback`],
    metadata: { subject_type: 'pairwise' },
    ...row,
  });
const service = () =>
  application({
    ownerId: admin.id,
    grantTypes: [TOKEN_EXCHANGE],
    exchangeTargets: [INVENTORY],
    redirectUris: [],
    metadata: {},
    scopes: ['read_items'],
    defaultScopes: ['read_items'],
  });

describe('a pairwise subject', () => {
  it('is the same in every answer to the application', async () => {
    const person = await newPerson(server, admin);
    const client = await application();
    const { access_token, id_token, refresh_token } = await signIn(client, person);
    const sub = claimsOf(id_token).sub;
    expect(sub).not.toBe(person.id);
    const refreshed = await token(client, { grant_type: 'refresh_token', refresh_token });
    const behind = await service();
    const exchanged = await traded(behind, access_token);
    const told = [
      claimsOf(access_token),
      claimsOf(refreshed.access_token),
      claimsOf(exchanged.access_token),
      await userinfo(access_token),
      await introspected(client, access_token),
      await introspected(client, refreshed.refresh_token),
      await introspected(resourceServer, access_token),
      await introspected(behind, exchanged.access_token),
    ];
    expect(told.map((claims) => claims.sub)).toEqual(told.map(() => sub));
    for (const name of [person.id, person.email]) expect(JSON.stringify(told)).not.toContain(name);
  });

  it('leaves nothing in the tokens by which two applications know the same person', async () => {
    const person = await newPerson(server, admin);
    const facts = new Set(['iss', 'aud', 'scope', 'iat', 'exp', 'auth_time', 'epoch', 'acr', 'amr']);
    const names = async () => {
      const { access_token, id_token } = await signIn(await application(), person);
      const claims = [...Object.entries(claimsOf(access_token)), ...Object.entries(claimsOf(id_token))];
      return claims.filter(([name]) => !facts.has(name)).map(([, value]) => value);
    };
    const [one, two] = [await names(), await names()];
    expect(one.filter((value) => two.includes(value))).toEqual([]);
  });

  it('is unknown to the account’s own API, which finds the account by the sign-in', async () => {
    const person = await newPerson(server, admin);
    const { access_token } = await signIn(await application(), person);
    const me = await apiWith(server, bearer(access_token)).get('users/me');
    expect(me.json).toMatchObject({ id: person.id });
  });

  it('saves no token from the end of the account’s sign-ins, exchanged ones included', async () => {
    for (const end of [
      ({ id }: Person) => admin.api.patch(`users/${id}`, { disabled: true }),
      ({ id }: Person) => admin.api.patch(`users/${id}`, { password: 'another password' }),
      ({ id }: Person) => admin.api.delete(`users/${id}`),
      ({ api, password }: Person) =>
        api.put('users/me/password', { current_password: password, new_password: 'another password' }),
    ]) {
      const person = await newPerson(server, admin);
      const client = await application();
      const behind = await service();
      const { access_token } = await signIn(client, person);
      const exchanged = (await traded(behind, access_token)).access_token;
      expect(await reads(access_token)).toBe(200);
      expect((await end(person)).status).toBeLessThan(300);
      expect(await reads(access_token)).toBe(401);
      expect(await introspected(client, access_token)).toEqual({ active: false });
      expect(await introspected(behind, exchanged)).toEqual({ active: false });
      await expect(traded(behind, access_token)).rejects.toThrow('invalid_request');
    }
  });

  it('lets the tokens of before live out their time', async () => {
    const person = await newPerson(server, admin);
    const client = await application({ metadata: {} });
    const { access_token } = await signIn(client, person);
    expect(claimsOf(access_token).sub).toBe(person.id);
    // as an earlier release left it; a change has the server read it
    await server.database.query(`UPDATE applications SET metadata = '{"subject_type":"pairwise"}' WHERE id = $1`, [
      client.id,
    ]);
    expect((await admin.api.patch(`applications/${client.id}`, { name: 'Renamed' })).status).toBe(200);
    const { access_token: next } = await signIn(client, person);
    expect(claimsOf(next).sub).not.toBe(person.id);
    expect(await reads(access_token)).toBe(200);
    expect((await userinfo(access_token)).sub).toBe(claimsOf(next).sub);
    expect((await introspected(client, access_token)).sub).toBe(claimsOf(next).sub);
    expect((await admin.api.patch(`users/${person.id}`, { disabled: true })).status).toBe(200);
    expect(await reads(access_token)).toBe(401);
  });
});

describe('the sector of an application', () => {
  const VICTIM = 'https://shop.example.com/callback';
  const pairwise = { name: 'Gadget', scopes: ['openid'], redirect_uris: [VICTIM], subject_type: 'pairwise' };
  const devices = ['authorization_code', DEVICE_CODE];
  const refused = async (
    answer: Promise<{ status: number; json: unknown }>,
    field = 'grant_types',
    why = 'devices get pairwise subjects',
  ) => {
    const { status, json } = await answer;
    expect([status, (json as { errors: object[] }).errors]).toEqual([
      400,
      [{ field, message: expect.stringContaining(why) }],
    ]);
  };

  it('is a host that a device application has shown to be its own: its tokens come without being sent there', async () => {
    const member = await newPerson(server, admin);
    await refused(member.api.post('applications', { ...pairwise, grant_types: devices }));
    const { id } = (await member.api.post('applications', pairwise)).json as { id: string };
    await refused(member.api.patch(`applications/${id}`, { grant_types: devices }));
    const other = await member.api.post('applications', { ...pairwise, subject_type: 'public', grant_types: devices });
    await refused(member.api.patch(`applications/${(other.json as { id: string }).id}`, { subject_type: 'pairwise' }));
    // on a device alone, each application is a sector of its own
    const own = { ...pairwise, redirect_uris: ['com.example.gadget:/callback'], grant_types: devices };
    expect((await member.api.post('applications', own)).status).toBe(201);
  });

  it('is none that the sector document of another shows, which anyone may name and copy from', async () => {
    const member = await newPerson(server, admin);
    const native = 'com.example.shop:/callback';
    const sector_identifier_uri = host.publish([VICTIM, native, 'http://127.0.0.1/callback']);
    const named = { ...pairwise, sector_identifier_uri };
    const proofs: [object, string, string][] = [
      [{ redirect_uris: [], grant_types: [DEVICE_CODE] }, 'redirect_uris', 'must name one'],
      [{ grant_types: devices }, 'grant_types', 'devices get pairwise subjects'],
      [{ redirect_uris: [native] }, 'redirect_uris', 'must be https'],
      [{ redirect_uris: [VICTIM, 'http://127.0.0.1/callback'] }, 'redirect_uris', 'must be https'],
    ];
    for (const [body, field, why] of proofs) {
      await refused(member.api.post('applications', { ...named, ...body }), field, why);
      const { id } = (await member.api.post('applications', named)).json as { id: string };
      await refused(member.api.patch(`applications/${id}`, body), field, why);
      const registered = await postJson(`${server.baseUrl}/oauth/register`, { ...named, ...body });
      expect([registered.status, registered.text]).toEqual([400, expect.stringMatching(`"${field}: .*${why}`)]);
    }
    expect((await member.api.post('applications', named)).status).toBe(201);
  });

  it('is the host that an administrator vouches for, also after changes that keep it', async () => {
    const member = await newPerson(server, admin);
    const { id } = (await member.api.post('applications', pairwise)).json as { id: string };
    expect((await admin.api.patch(`applications/${id}`, { grant_types: devices })).status).toBe(200);
    const more = { redirect_uris: [VICTIM, `${VICTIM}/other`] };
    expect((await member.api.patch(`applications/${id}`, more)).status).toBe(200);
    const elsewhere = { redirect_uris: ['https://other.example.com/callback'] };
    await refused(member.api.patch(`applications/${id}`, elsewhere));
  });

  it('is the host of the document that describes the application, and of no other', async () => {
    const shown = async (metadata: object) => {
      const client_id = host.publish('not yet');
      host.replace(client_id, { client_id, client_name: 'Gadget', ...pairwise, grant_types: devices, ...metadata });
      return postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id, scope: 'openid' });
    };
    expect((await shown({})).status).toBe(401);
    expect((await shown({ redirect_uris: [], grant_types: [DEVICE_CODE] })).status).toBe(200);
    expect((await shown({ sector_identifier_uri: host.publish([VICTIM]) })).status).toBe(200);
  });

  it('stays for a device application of before, which goes on with its subjects', async () => {
    const grantTypes = ['password', ...devices];
    const client = await application({ ownerId: admin.id, grantTypes });
    const person = await newPerson(server, admin);
    const { sub } = claimsOf((await signIn(client, person)).id_token);
    expect((await admin.api.patch(`applications/${client.id}`, { name: 'Renamed' })).status).toBe(200);
    expect(claimsOf((await signIn(client, person)).id_token).sub).toBe(sub);
  });
});

describe('introspection', () => {
  it('tells a client the names that its token was granted, and a resource server with introspect_tokens the name', async () => {
    const email = `named${String(++sectors)}@example.com`;
    const password = 'a password of twenty';
    expect((await admin.api.post('users', { email, password })).status).toBe(201);
    const scopes = ['openid', 'email', 'read_items'];
    const client = await application({ scopes, defaultScopes: ['read_items'], metadata: {} });
    const namesBy = async (scope: string) => {
      const form = { grant_type: 'password', username: email, password, scope };
      const { access_token, refresh_token } = await token(client, form);
      const asked = [
        await introspected(client, access_token),
        await introspected(client, refresh_token),
        await introspected(resourceServer, access_token),
      ];
      return asked.map(({ username }) => username);
    };
    expect(await namesBy('read_items')).toEqual([undefined, undefined, email]);
    expect(await namesBy('openid email')).toEqual([email, email, email]);
  });
});

describe('the list of consents', () => {
  const consentTo = async (person: Person, row: ApplicationRow, scope: string) => {
    const party = await RelyingParty.at(server, { scopes: ['openid', 'profile', 'email'], ...row });
    const { id_token } = await party.tokens(person, { scope });
    return { party, sub: claimsOf(id_token).sub };
  };
  const named = async () => {
    const person = await newPerson(server, admin);
    expect((await admin.api.patch(`users/${person.id}`, { name: 'Ada Lovelace' })).status).toBe(200);
    return person;
  };
  const listed = async (viewer: Person, query: string) =>
    (await viewer.api.get(`consents?${query}`)).json as { data: { user: object }[]; next_cursor: string | null };

  it('tells the application’s owner the subject alone, unless the profile was allowed', async () => {
    const owner = await newPerson(server, admin);
    const person = await named();
    const pairwise: ApplicationRow = { ownerId: owner.id, metadata: { subject_type: 'pairwise' } };
    for (const [row, scope, name, id] of [
      [pairwise, 'openid', null, null],
      [pairwise, 'openid profile', 'Ada Lovelace', null],
      [{ ownerId: owner.id }, 'openid email', null, person.id],
      [{ ownerId: owner.id }, 'openid profile', 'Ada Lovelace', person.id],
    ] as const) {
      const { party, sub } = await consentTo(person, row, scope);
      const of = `client_id=${party.client.clientId}`;
      expect((await listed(owner, of)).data).toMatchObject([{ user: { sub, id, name } }]);
      for (const viewer of [person, admin]) {
        expect((await listed(viewer, of)).data).toMatchObject([{ user: { sub, id: person.id, name: 'Ada Lovelace' } }]);
      }
    }
  });

  it('tells no subjects of the host of another, which anyone may name for their redirect URIs', async () => {
    const mallory = await newPerson(server, admin);
    const person = await named();
    const row: ApplicationRow = {
      redirectUris: ['https://bookshop.example.com/callback'],
      metadata: { subject_type: 'pairwise' },
    };
    const { sub } = await consentTo(person, row, 'openid');
    const party = await RelyingParty.at(server, { ...row, ownerId: mallory.id });
    // the code goes to the shop, so it is never redeemed; that of mallory's own browser is
    await party.authorize(person, { scope: 'openid' });
    const own = claimsOf((await party.tokens(mallory, { scope: 'openid' })).id_token).sub;
    const of = `client_id=${party.client.clientId}`;
    const seen = async () => (await listed(mallory, of)).data.map(({ user }) => (user as { sub: string }).sub);
    const before = await seen();
    expect(before).toHaveLength(2);
    expect(before).toContain(own);
    expect(before).not.toContain(sub);
    expect(await seen()).toEqual(before);
    expect(JSON.stringify((await listed(mallory, of)).data)).not.toContain(person.id);
    for (const viewer of [person, admin]) {
      expect((await listed(viewer, of)).data).toContainEqual(
        expect.objectContaining({ user: { sub, id: person.id, name: 'Ada Lovelace' } }),
      );
    }
    // tokens of the person tell it
    expect(claimsOf((await party.tokens(person, { scope: 'openid' })).id_token).sub).toBe(sub);
    expect(new Set(await seen())).toEqual(new Set([own, sub]));
    // and the consent remembers that when the sign-in is forgotten
    await server.database.query('DELETE FROM sign_ins WHERE application_id = $1', [party.client.id]);
    expect(new Set(await seen())).toEqual(new Set([own, sub]));
  });

  it('hides the account in its cursors, too, and takes none that it did not give', async () => {
    const owner = await newPerson(server, admin);
    const people = [await named(), await named(), await named()];
    const row: ApplicationRow = { ownerId: owner.id, metadata: { subject_type: 'pairwise' } };
    const { party, sub } = await consentTo(people[0]!, row, 'openid');
    const subjects = [
      sub,
      ...(await Promise.all(people.slice(1).map((person) => party.tokens(person, { scope: 'openid' })))).map(
        ({ id_token }) => claimsOf(id_token).sub,
      ),
    ];
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await listed(owner, `client_id=${party.client.clientId}&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ user }) => (user as { sub: string }).sub));
      cursor = page.next_cursor;
      const told = Buffer.from(cursor ?? '', 'base64url').toString() + JSON.stringify(page);
      for (const { id } of people) expect(told).not.toContain(id);
    }
    expect(new Set(seen)).toEqual(new Set(subjects));
    const forged = Buffer.from(`${party.client.id}.${people[0]!.id}`).toString('base64url');
    expect((await owner.api.get(`consents?client_id=${party.client.clientId}&cursor=${forged}`)).status).toBe(400);
  });
});
