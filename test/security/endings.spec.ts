// What ends a person, a session, a key or an application must end what they were just about to write, too. Otherwise
// a thief who is about to be thrown out leaves API keys, applications, secrets or consents behind, and comes back with
// them after the reset, and an administrator who is about to be demoted makes themselves one again.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { holdRow } from '../support/held-row.js';
import { type Answer, bearer, postForm } from '../support/http.js';
import {
  administrator,
  type Api,
  apiWith,
  newPerson,
  type Person,
  sessionCookie,
  signedIn,
} from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const EXCHANGE = {
  grant_type: TOKEN_EXCHANGE,
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
};

let server: Latchkey;
let admin: Person;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());

/** The ending reaches the row first, and the write right behind it. */
async function endedMeanwhile(
  [table, id]: [table: string, id: string],
  end: () => Promise<Answer>,
  write: () => Promise<Answer>,
): Promise<Answer> {
  const held = await holdRow(server.database, table, { id });
  const ending = end();
  await held.waiting(1);
  const writing = write();
  await held.waiting(2);
  await held.release();
  const ended = await ending;
  expectOf(ended.text, ended.status).toBeLessThan(300);
  return writing;
}

const newLogin = () => ({ email: `${randomUUID()}@example.com`, password: 'the password of another 80' });

const created = async (answer: Promise<Answer>): Promise<string> => {
  const { status, text, json } = await answer;
  expectOf(text, status).toBe(201);
  return (json as { id: string }).id;
};

/** What can be written with the credential of a person: what it leaves is none of their old things. */
const WRITES: [string, (person: Person) => Promise<(api: Api) => Promise<Answer>>][] = [
  ['an API key', () => Promise.resolve((api) => api.post('api-keys', { name: 'k', scopes: ['read:account'] }))],
  ['an application', () => Promise.resolve((api) => api.post('applications', { name: 'A', scopes: ['read_items'] }))],
  [
    "an application's secret",
    async (person) => {
      const id = await created(person.api.post('applications', { name: 'B', scopes: ['read_items'] }));
      return (api) => api.post(`applications/${id}/secrets`, {});
    },
  ],
  ['an IP entry', () => Promise.resolve((api) => api.post('ip-whitelist', { cidr: '127.0.0.0/8', note: '' }))],
  ['a brand', () => Promise.resolve((api) => api.post('brands', { name: `Brand ${randomUUID()}` }))],
  [
    'a resource',
    () => {
      const identifier = `https://${randomUUID()}.example.com/`;
      return Promise.resolve((api) => api.post('resources', { identifier, name: 'R', scopes: ['read_items'] }));
    },
  ],
  ['their own name', () => Promise.resolve((api) => api.patch('users/me', { name: 'Mallory' }))],
  ['the end of their sessions', () => Promise.resolve((api) => api.delete('sessions'))],
  ['the end of their sign-ins', () => Promise.resolve((api) => api.delete('grants?include_current=true'))],
];

describe('an account that is ended while it writes', () => {
  it.each(WRITES)('leaves %s behind neither after a reset nor after disabling', async (_, prepare) => {
    for (const change of [{ password: 'another one for them 77' }, { disabled: true }, { role: 'admin' }]) {
      const person = await newPerson(server, admin);
      const write = await prepare(person);
      const end = () => admin.api.patch(`users/${person.id}`, change);
      const answer = await endedMeanwhile(['users', person.id], end, () => write(person.api));
      expect([answer.status, change]).toEqual([401, change]);
    }
  });

  it('keeps none of two dozen API keys made meanwhile, also once it is enabled again', async () => {
    const person = await newPerson(server, admin);
    const held = await holdRow(server.database, 'users', { id: person.id });
    const ending = admin.api.patch(`users/${person.id}`, { disabled: true });
    await held.waiting(1);
    const body = { name: 'k', scopes: ['read:account'] };
    const making = Array.from({ length: 24 }, () => person.api.post('api-keys', body));
    await held.waiting(2);
    await held.release();
    expect((await ending).status).toBe(200);
    expect(new Set((await Promise.all(making)).map(({ status }) => status))).toEqual(new Set([401]));
    expect((await admin.api.patch(`users/${person.id}`, { disabled: false })).status).toBe(200);
    const kept = await server.database.query('SELECT 1 FROM api_keys WHERE user_id = $1', [person.id]);
    expect(kept).toEqual([]);
  });

  it('keeps no API key of a lower epoch, however it came into the table', async () => {
    const person = await newPerson(server, admin);
    expect((await admin.api.patch(`users/${person.id}`, { password: 'another one for them 78' })).status).toBe(200);
    const { key } = await addApiKey(server.database, { userId: person.id, scopes: ['read:account'] });
    const used = await apiWith(server, { 'x-api-key': key }).get('users/me');
    expect(used.status).toBe(401);
  });

  it('keeps its API keys when the person changes their own password', async () => {
    const person = await newPerson(server, admin);
    const body = { name: 'k', scopes: ['read:account'] };
    const { key } = (await person.api.post('api-keys', body)).json as { key: string };
    const change = { current_password: person.password, new_password: 'their own new one 79' };
    expect((await person.api.put('users/me/password', change)).status).toBe(200);
    expect((await apiWith(server, { 'x-api-key': key }).get('users/me')).status).toBe(200);
  });
});

describe('a credential that is ended while it writes', () => {
  const write = (api: Api) => api.post('brands', { name: `Brand ${randomUUID()}` });

  it('writes nothing when its browser session is', async () => {
    const person = await newPerson(server, admin);
    const browser = apiWith(server, await sessionCookie(server, person.email, person.password));
    const [session] = ((await browser.get('sessions')).json as { data: { id: string }[] }).data;
    const id = session?.id ?? '';
    const end = () => admin.api.delete(`sessions/${id}`);
    expect((await endedMeanwhile(['sessions', id], end, () => write(browser))).status).toBe(401);
  });

  it('writes nothing when it is an API key that is revoked', async () => {
    const person = await newPerson(server, admin);
    const body = { name: 'k', scopes: ['read:brands', 'write:brands'] };
    const { id, key } = (await person.api.post('api-keys', body)).json as { id: string; key: string };
    const end = () => admin.api.delete(`api-keys/${id}`);
    const writing = () => write(apiWith(server, { 'x-api-key': key }));
    expect((await endedMeanwhile(['api_keys', id], end, writing)).status).toBe(401);
  });

  it('writes nothing when its sign-in is', async () => {
    const person = await newPerson(server, admin);
    const [grant] = ((await person.api.get('grants')).json as { data: { id: string }[] }).data;
    const id = grant?.id ?? '';
    const end = () => admin.api.delete(`grants/${id}`);
    expect((await endedMeanwhile(['sign_ins', id], end, () => write(person.api))).status).toBe(401);
  });

  it('writes nothing when its application is disabled', async () => {
    const person = await newPerson(server, admin);
    const scopes = ['read:brands', 'write:brands'];
    const application = await addApplication(server.database, { scopes, ownerId: person.id });
    const { clientId, clientSecret } = application;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const tokens = (await postForm(`${server.baseUrl}/oauth/token`, form)).json as { access_token: string };
    const end = () => admin.api.patch(`applications/${application.id}`, { disabled: true });
    const writing = () => write(apiWith(server, bearer(tokens.access_token)));
    expect((await endedMeanwhile(['applications', application.id], end, writing)).status).toBe(401);
  });

  describe('of an application that acts for its owner', () => {
    const SCOPES = ['read:account', 'read:users', 'write:users', 'write:brands'];

    /** The owner, with the token that an application of theirs has by its own credentials. */
    async function ownApplication(role: 'admin' | 'member') {
      const owner = await newPerson(server, admin, role);
      const all = (await server.database.query<{ name: string }>('SELECT name FROM scopes WHERE admin_only')).map(
        ({ name }) => name,
      );
      const scopes = [...new Set([...SCOPES, ...all])];
      const { clientId, clientSecret } = await addApplication(server.database, { scopes, ownerId: owner.id });
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
      const { access_token: token } = (await postForm(`${server.baseUrl}/oauth/token`, form)).json as {
        access_token: string;
      };
      return { owner, api: apiWith(server, bearer(token)) };
    }
    const roleOf = async ({ id }: Person) =>
      ((await admin.api.get(`users/${id}`)).json as Record<string, unknown>).role;

    it.each<[string, (api: Api, owner: Person) => Promise<Answer>]>([
      ['makes its owner an administrator again', (api, { id }) => api.patch(`users/${id}`, { role: 'admin' })],
      ['makes another administrator', (api) => api.post('users', { ...newLogin(), role: 'admin' })],
      ['renames another person', (api) => api.patch(`users/${admin.id}`, { name: 'Mallory' })],
    ])('never %s while the owner is demoted', async (_, write) => {
      const { owner, api } = await ownApplication('admin');
      const demote = () => admin.api.patch(`users/${owner.id}`, { role: 'member' });
      const answer = await endedMeanwhile(['users', owner.id], demote, () => write(api, owner));
      expect(answer.status).toBe(401);
      expect(await roleOf(owner)).toBe('member');
    });

    it('goes on with what a member may, and while the owner is promoted', async () => {
      const { owner, api } = await ownApplication('member');
      const write = () => api.post('brands', { name: `Brand ${randomUUID()}` });
      const promote = () => admin.api.patch(`users/${owner.id}`, { role: 'admin' });
      expect((await endedMeanwhile(['users', owner.id], promote, write)).status).toBe(201);
      expect((await admin.api.patch(`users/${owner.id}`, { role: 'member' })).status).toBe(200);
      expect((await write()).status).toBe(201);
    });
  });

  it('writes nothing for a person when the owner of the service that acts for them is disabled', async () => {
    const owner = await newPerson(server, admin);
    const person = await newPerson(server, admin);
    const grantTypes = ['password', TOKEN_EXCHANGE];
    const service = await addApplication(server.database, { ownerId: owner.id, grantTypes, scopes: ['write:brands'] });
    const token = async (form: Record<string, string>) => {
      const identity = { client_id: service.clientId, client_secret: service.clientSecret };
      const answer = await postForm(`${server.baseUrl}/oauth/token`, { ...form, ...identity });
      return (answer.json as { access_token: string }).access_token;
    };
    const own = await token({ grant_type: 'password', username: person.email, password: person.password });
    const acting = apiWith(server, bearer(await token({ ...EXCHANGE, subject_token: own })));
    expect((await write(acting)).status).toBe(201);
    const end = () => admin.api.patch(`users/${owner.id}`, { disabled: true });
    expect((await endedMeanwhile(['users', owner.id], end, () => write(acting))).status).toBe(401);
  });

  it('loses to an administrator who ends it, and not the other way round', async () => {
    const one = await newPerson(server, admin, 'admin');
    const other = await newPerson(server, admin, 'admin');
    const disabling = [
      one.api.patch(`users/${other.id}`, { disabled: true }),
      other.api.patch(`users/${one.id}`, { disabled: true }),
    ];
    const statuses = (await Promise.all(disabling)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 401]);
  });

  it('holds up no ending by writing without pause', async () => {
    const person = await newPerson(server, admin);
    const again = await signedIn(server, person.email, person.password);
    let ended = false;
    const writing = async (api: Api) => {
      while (!ended) if ((await api.patch('users/me', { name: randomUUID() })).status === 401) return;
    };
    const writers = [person, again].flatMap(({ api }) => Array.from({ length: 12 }, () => writing(api)));
    const ending = await admin.api.patch(`users/${person.id}`, { disabled: true });
    ended = true;
    expect(ending.status).toBe(200);
    await Promise.all(writers);
    expect((await person.api.get('users/me')).status).toBe(401);
  });
});
