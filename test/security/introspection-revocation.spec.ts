// What an attacker would gain: with any client's credentials they learn whose a token is that they found, or end the sign-ins of
// other clients; a token that was revoked passes at APIs; and an answer that is meant for one API counts at another.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../../src/oauth/tokens/key-ring.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Answer, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Pair, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const ISSUER = 'http://127.0.0.1:1';

let database: TestDatabase;
let latchkey: Latchkey;
let admin: Person;
let person: Person;
let owner: OAuthClient;
let outsider: OAuthClient;
let resourceServer: OAuthClient;

beforeAll(async () => {
  database = await createDatabase();
  latchkey = await startLatchkey({ database, settings: { ISSUER } });
  owner = await addApplication(database);
  outsider = await addApplication(database);
  resourceServer = await addApplication(database, { scopes: ['introspect_tokens'] });
  admin = await administrator(latchkey);
  person = await newPerson(latchkey, admin);
});
afterAll(async () => {
  await latchkey.stop();
  await database.drop();
});

const credentials = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret });

function ask(token: string, client: OAuthClient): Promise<Answer> {
  return postForm(`${latchkey.baseUrl}/oauth/introspect`, { token, ...credentials(client) });
}

function revoke(token: string, client: OAuthClient, at = latchkey): Promise<Answer> {
  return postForm(`${at.baseUrl}/oauth/revoke`, { token, ...credentials(client) });
}

async function signIn(client = owner): Promise<Pair> {
  const form = { grant_type: 'password', username: person.email, password: person.password, ...credentials(client) };
  return (await postForm(`${latchkey.baseUrl}/oauth/token`, form)).json as Pair;
}

const isActive = async (token: string, client: OAuthClient) =>
  ((await ask(token, client)).json as { active: boolean }).active;

function told({ status, headers, text }: Answer) {
  const { date: _, 'x-request-id': __, ...rest } = headers;
  return { status, headers: rest, text };
}

describe('a client', () => {
  it('learns nothing of a token that is not its to ask about: the answer is that for junk, byte for byte', async () => {
    const ofJunk = told(await ask('junk', outsider));
    expect(ofJunk).toMatchObject({ status: 200, text: '{"active":false}' });
    const { access_token, refresh_token } = await signIn();
    const { refresh_token: dead } = await signIn();
    await revoke(dead, owner);
    for (const token of [access_token, refresh_token, dead, person.token, admin.token, 'x'.repeat(16_000), 'a.b.c']) {
      expect(told(await ask(token, outsider))).toEqual(ofJunk);
    }
    expect(await isActive(access_token, owner)).toBe(true);
    expect(await isActive(refresh_token, owner)).toBe(true);
  });

  it('cannot revoke the token of another, and gets the answer for junk', async () => {
    const ofJunk = told(await revoke('junk', outsider));
    expect(ofJunk).toMatchObject({ status: 200, text: '{}' });
    const { access_token, refresh_token } = await signIn();
    for (const token of [access_token, refresh_token, person.token]) {
      expect(told(await revoke(token, outsider))).toEqual(ofJunk);
      expect(told(await revoke(token, resourceServer))).toEqual(ofJunk);
    }
    expect(await isActive(access_token, owner)).toBe(true);
    expect(await isActive(refresh_token, owner)).toBe(true);
    expect((await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(person.token) })).status).toBe(200);
  });

  it('cannot end everything of another one', async () => {
    const { access_token } = await signIn();
    expect((await postForm(`${latchkey.baseUrl}/oauth/revoke`, credentials(outsider))).status).toBe(200);
    expect(await isActive(access_token, owner)).toBe(true);
  });

  it('cannot end at the first-party faces what an application holds', async () => {
    const { access_token, refresh_token } = await signIn();
    for (const token of [access_token, refresh_token]) {
      expect((await postJson(`${latchkey.baseUrl}/auth/revoke`, { token })).status).toBe(200);
    }
    expect(await isActive(access_token, owner)).toBe(true);
    expect(await isActive(refresh_token, owner)).toBe(true);
  });

  it('asks about its own refresh token alone, a resource server about no refresh token', async () => {
    const { access_token, refresh_token } = await signIn();
    expect(await isActive(access_token, resourceServer)).toBe(true);
    expect(await isActive(refresh_token, resourceServer)).toBe(false);
  });

  it('gets no introspect_tokens from a member: only an admin may give it', async () => {
    const made = await person.api.post('applications', { name: 'nosy', scopes: ['introspect_tokens'] });
    expect([400, 403]).toContain(made.status);
  });
});

describe('an application that may ask about all tokens', () => {
  async function ofAnAdministrator(): Promise<{ maker: Person; asking: OAuthClient }> {
    const maker = await newPerson(latchkey, admin, 'admin');
    const made = await maker.api.post('applications', { name: 'gateway', scopes: ['introspect_tokens'] });
    const { id, client_id: clientId, client_secret: clientSecret } = made.json as Record<string, string>;
    return { maker, asking: { id: id!, clientId: clientId!, clientSecret: clientSecret! } };
  }

  it.each([
    ['is no longer an administrator', { role: 'member' }, { role: 'admin' }],
    ['is disabled', { disabled: true }, { disabled: false }],
  ])('may no longer while its owner %s', async (_, taken, given) => {
    const { maker, asking } = await ofAnAdministrator();
    const { access_token } = await signIn();
    expect((await ask(access_token, asking)).json).toMatchObject({ active: true, username: person.email });

    await admin.api.patch(`users/${maker.id}`, taken);
    expect((await ask(access_token, asking)).json).toEqual({ active: false });

    await admin.api.patch(`users/${maker.id}`, given);
    expect(await isActive(access_token, asking)).toBe(true);
  });

  it('is no application of a member, also where an administrator gave it the scope', async () => {
    const asking = await addApplication(database, { ownerId: person.id, scopes: ['introspect_tokens', 'read_items'] });
    const { access_token } = await signIn();
    expect(await isActive(access_token, asking)).toBe(false);
    // of its own tokens it hears the names that they carry alone
    const own = await signIn(asking);
    expect(await isActive(own.access_token, asking)).toBe(true);
    for (const token of [own.access_token, own.refresh_token]) {
      expect((await ask(token, asking)).json).not.toHaveProperty('username');
    }
  });
});

describe('an answer about a token', () => {
  it('holds no secret and nothing of how the server thinks', async () => {
    const { access_token } = await signIn();
    const { json, headers } = await ask(access_token, resourceServer);
    const known = [
      'active',
      'iss',
      'sub',
      'aud',
      'client_id',
      'scope',
      'jti',
      'iat',
      'exp',
      'sid',
      'auth_time',
      'token_type',
      'username',
    ];
    for (const name of Object.keys(json as object)) expect(known).toContain(name);
    expect(headers['cache-control']).toContain('no-store');
  });

  it('turns inactive with its user, its application and its sign-in', async () => {
    const user = await newPerson(latchkey, admin);
    const client = await addApplication(database);
    const form = {
      grant_type: 'password',
      username: user.email,
      password: user.password,
      ...credentials(client),
    };
    const begin = async () => (await postForm(`${latchkey.baseUrl}/oauth/token`, form)).json as Pair;

    const first = await begin();
    await revoke(first.refresh_token, client);
    expect(await isActive(first.access_token, resourceServer)).toBe(false);

    const second = await begin();
    await postForm(`${latchkey.baseUrl}/oauth/revoke`, credentials(client));
    expect(await isActive(second.access_token, resourceServer)).toBe(false);

    const third = await begin();
    expect(await isActive(third.access_token, resourceServer)).toBe(true);
    await admin.api.patch(`applications/${client.id}`, { disabled: true });
    expect(await isActive(third.access_token, resourceServer)).toBe(false);
    await admin.api.patch(`applications/${client.id}`, { disabled: false });
    expect(await isActive(third.access_token, resourceServer)).toBe(false); // what has ended stays ended

    const fourth = await begin();
    await admin.api.patch(`users/${user.id}`, { disabled: true });
    expect(await isActive(fourth.access_token, resourceServer)).toBe(false);
    await admin.api.patch(`users/${user.id}`, { disabled: false });
    expect(await isActive(fourth.access_token, resourceServer)).toBe(false);
  });
});

// A demoted administrator's application would go on at every API that asks this server, until its token expires; so would
// an application that was narrowed.
describe('the scope in the answer', () => {
  const told = async (token: string) => (await ask(token, resourceServer)).json as Record<string, unknown>;
  const tokensOf = async (client: OAuthClient, form: Record<string, string>) =>
    (await postForm(`${latchkey.baseUrl}/oauth/token`, { ...form, ...credentials(client) })).json as Pair;
  const passwordOf = ({ email, password }: Person) => ({ grant_type: 'password', username: email, password });

  it('loses what is for admins with the role of the owner of an application that acts for itself', async () => {
    const boss = await newPerson(latchkey, admin, 'admin');
    const client = await addApplication(database, { scopes: ['read:users', 'read_items'], ownerId: boss.id });
    const { access_token } = await tokensOf(client, {
      grant_type: 'client_credentials',
      scope: 'read:users read_items',
    });
    expect(await told(access_token)).toMatchObject({ active: true, scope: 'read:users read_items' });
    expect((await admin.api.patch(`users/${boss.id}`, { role: 'member' })).status).toBe(200);
    expect(await told(access_token)).toMatchObject({ active: true, scope: 'read_items' });
    expect((await admin.api.patch(`users/${boss.id}`, { role: 'admin' })).status).toBe(200);
    expect(await told(access_token)).toMatchObject({ active: true, scope: 'read:users read_items' });
  });

  it('loses what the application has lost, the name with it, and the refresh token says the same', async () => {
    const client = await addApplication(database, { scopes: ['openid', 'email', 'read_items', 'write_items'] });
    const scope = 'openid email read_items';
    const { access_token, refresh_token } = await tokensOf(client, { ...passwordOf(person), scope });
    const own = async (token: string) => (await ask(token, client)).json as Record<string, unknown>;
    for (const token of [access_token, refresh_token]) {
      expect(await own(token)).toMatchObject({ active: true, scope, username: person.email });
    }
    const narrowed = await admin.api.patch(`applications/${client.id}`, { scopes: ['openid'], default_scopes: [] });
    expectOf(narrowed.text, narrowed.status).toBe(200);
    for (const token of [access_token, refresh_token]) {
      const answer = await own(token);
      expect(answer).toMatchObject({ active: true, scope: 'openid' });
      expect(answer).not.toHaveProperty('username');
    }
  });

  it('is empty where nothing is left, as our own API lets such a token in and to nothing', async () => {
    const client = await addApplication(database, { scopes: ['read_items', 'write_items'] });
    const { access_token } = await tokensOf(client, { ...passwordOf(person), scope: 'read_items' });
    await admin.api.patch(`applications/${client.id}`, { scopes: ['write_items'], default_scopes: [] });
    expect(await told(access_token)).toMatchObject({ active: true, scope: '' });
    const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(access_token) });
    expect([answer.status, answer.json]).toEqual([403, expect.anything()]);
  });
});

describe('a revocation', () => {
  it('is in the database by the time it is answered', async () => {
    const { access_token, refresh_token } = await signIn();
    const { jti, sid } = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      string
    >;
    const toldOf = async (subject?: string) =>
      (await database.query('SELECT FROM change_feed WHERE subject = $1', [subject])).length;
    expect((await revoke(access_token, owner)).status).toBe(200);
    expect(await toldOf(jti)).toBe(1);
    expect((await revoke(refresh_token, owner)).status).toBe(200);
    expect(await toldOf(sid)).toBe(1);
    const [row] = await database.query('SELECT revoked_at IS NOT NULL AS revoked FROM sign_ins WHERE id = $1', [sid]);
    expect(row).toEqual({ revoked: true });
  });

  it('is no success while the database is away', async () => {
    const wire = await CuttableDatabase.to(database.url);
    const node = await startLatchkey({ database, settings: { ISSUER, DATABASE_URL: wire.url } });
    const { access_token, refresh_token } = await signIn();
    const login = { username: person.email, password: person.password };
    const face = ((await postJson(`${node.baseUrl}/auth/login`, login)).json as { data: Pair }).data;
    expect((await revoke('junk', owner, node)).status).toBe(200); // it knows the application
    wire.cut();
    const answers = [
      await revoke(access_token, owner, node),
      await revoke(refresh_token, owner, node),
      await postForm(`${node.baseUrl}/oauth/revoke`, credentials(owner)),
      await postJson(`${node.baseUrl}/auth/revoke`, { token: face.access_token }),
      await postJson(`${node.baseUrl}/auth/revoke`, { refresh_token: face.refresh_token }),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(503);
      expect(headers['retry-after']).toMatch(/^\d+$/);
    }
    wire.mend();
    await eventually(
      async () => (await revoke(access_token, owner, node)).status,
      (value) => expect(value).toBe(200),
    );
    await eventually(
      () => isActive(access_token, owner),
      (value) => expect(value).toBe(false),
    ); // asked of the other node
    await node.stop();
    await wire.close();
  });

  it('of a token already dead is a success for every client, and changes nothing', async () => {
    const { access_token, refresh_token } = await signIn();
    for (let i = 0; i < 3; i++) {
      expect((await revoke(refresh_token, owner)).status).toBe(200);
      expect((await revoke(access_token, owner)).status).toBe(200);
    }
    const { sid } = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      string
    >;
    const events = await database.query(`SELECT FROM audit_events WHERE action = 'sign-in.revoke' AND target_id = $1`, [
      sid,
    ]);
    expect(events).toHaveLength(1);
  });
});

describe('a token for one audience', () => {
  function tokenFor(aud: unknown): Promise<string> {
    const ring = latchkey.app.get(KeyRing, { strict: false });
    const [, payload = ''] = person.token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    return ring.sign('at+jwt', { ...claims, aud }, 'ES256', new Date());
  }

  it.each([
    ['another API', 'https://api.example.com'],
    ['several others', ['https://api.example.com', 'https://other.example.com']],
    ['unknown', undefined],
    ['an empty list', []],
    ['null', null],
    ['a number', 1],
    ['an object', { 0: ISSUER }],
    ['nested lists', [[ISSUER]]],
    ['this server with two slashes', `${ISSUER}//`],
    ['a path that is no API of ours', `${ISSUER}/api`],
    ['a path under our API', `${ISSUER}/api/v1/users`],
    ['a host that begins like ours', `${ISSUER}.evil.example.com`],
    ['a port that begins like ours', `${ISSUER}1`],
    ['this server in capitals', ISSUER.toUpperCase()],
  ])('is refused by this server when that is %s', async (_, aud) => {
    const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(await tokenFor(aud)) });
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ detail: 'Could not validate credentials' });
  });

  it('is taken when this server is among them', async () => {
    for (const aud of [ISSUER, `${ISSUER}/api/v1`, [ISSUER], ['https://api.example.com', ISSUER]]) {
      const answer = await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(await tokenFor(aud)) });
      expect(answer.status).toBe(200);
    }
  });
});
