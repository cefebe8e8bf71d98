/*
 * What an attacker would gain: who holds an API key, or the secret of an application, for a minute at an address where it
 * works would put their own network on the list that bounds it, or take its last entry away, and use it from there for good.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { bearer, postForm } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const SCOPES = ['openid', 'read:ip-whitelist', 'write:ip-whitelist', 'write:api-keys'];
const CALLBACK = 'https://app.example.com/callback';
const HERE = '127.0.0.0/8';
const THERE = '203.0.113.0/24';

let server: Latchkey;
let admin: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());

/** A credential, and the application that it belongs to. */
interface Holder {
  api: Api;
  applicationId?: string;
}

const applicationOf = (person: Person, row = {}): Promise<OAuthClient> =>
  addApplication(server.database, { ownerId: person.id, scopes: SCOPES, redirectUris: [CALLBACK], ...row });

async function actingForItself(person: Person): Promise<Holder> {
  const { id, clientId, clientSecret } = await applicationOf(person);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { json } = await postForm(`${server.baseUrl}/oauth/token`, form);
  return { api: apiWith(server, bearer((json as { access_token: string }).access_token)), applicationId: id };
}

async function signedInTo(person: Person, row = {}): Promise<Holder> {
  const client = await applicationOf(person, row);
  const tokens = await RelyingParty.of(server, client, CALLBACK).tokens(person, { scope: SCOPES.join(' ') });
  return { api: apiWith(server, bearer(tokens.access_token)), applicationId: client.id };
}

const OF_PROGRAMS: Record<string, (person: Person) => Promise<Holder>> = {
  'an application that acts for itself': actingForItself,
  'an application of the person': (person) => signedInTo(person),
  'an API key that it made': async (person) => {
    const { api, applicationId } = await signedInTo(person);
    const made = await api.post('api-keys', { name: 'made', scopes: ['read:ip-whitelist', 'write:ip-whitelist'] });
    return { api: apiWith(server, { 'x-api-key': (made.json as { key: string }).key }), applicationId };
  },
};

async function entries(api: Api, list: string): Promise<{ id: string; cidr: string }[]> {
  return ((await api.get(list)).json as { data: { id: string; cidr: string }[] }).data;
}

async function begin({ api }: Person, list: string): Promise<void> {
  expect((await api.post(list, { cidr: HERE })).status).toBe(201);
}

/** The answers to a further entry, to the removal of one, and to the removal of the last. */
async function changes(api: Api, list: string): Promise<number[]> {
  const added = await api.post(list, { cidr: THERE });
  const answers = [added.status];
  for (const { id } of await entries(api, list)) answers.push((await api.delete(`${list}/${id}?force=true`)).status);
  return answers;
}

describe('a list that lets a credential in', () => {
  it('of an API key is not changed by the key', async () => {
    const boss = await newPerson(server, admin, 'admin');
    const { json } = await boss.api.post('api-keys', { name: 'all', scopes: await everyScope() });
    const { id, key } = json as { id: string; key: string };
    const list = `api-keys/${id}/ip-whitelist`;
    await begin(boss, list);
    expect(await changes(apiWith(server, { 'x-api-key': key }), list)).toEqual([403, 403]);
    expect(await entries(boss.api, list)).toMatchObject([{ cidr: HERE }]);
  });

  it.each(Object.entries(OF_PROGRAMS))('of an application is not changed by %s', async (_, holding) => {
    const person = await newPerson(server, admin);
    const { api, applicationId = '' } = await holding(person);
    const list = `applications/${applicationId}/ip-whitelist`;
    await begin(person, list);
    expect(await changes(api, list)).toEqual([403, 403]);
    expect(await entries(person.api, list)).toMatchObject([{ cidr: HERE }]);
  });

  it('of a first-party application is not changed by an administrator who is signed in to it', async () => {
    const scopes = [...SCOPES, 'read:users', 'write:users'];
    const client = await applicationOf(admin, { ownerId: null, firstParty: true, scopes });
    const { access_token: token } = await RelyingParty.of(server, client, CALLBACK).tokens(admin, {
      scope: scopes.join(' '),
    });
    const list = `applications/${client.id}/ip-whitelist`;
    await begin(admin, list);
    expect(await changes(apiWith(server, bearer(token)), list)).toEqual([403, 403]);
  });

  it('says why, and what to do instead', async () => {
    const person = await newPerson(server, admin);
    const { api, applicationId = '' } = await signedInTo(person);
    const list = `applications/${applicationId}/ip-whitelist`;
    await begin(person, list);
    const { json } = await api.post(list, { cidr: THERE });
    expect(json).toMatchObject({ errors: [{ field: 'cidr' }] });
    expect((json as { detail: string }).detail).toContain('sign in to the console');
  });
});

describe('a list that lets a credential in goes on to be changed', () => {
  it.each<[string, (person: Person) => Promise<Api>]>([
    ['a documented login', (person) => Promise.resolve(person.api)],
    ['a session', async ({ email, password }) => apiWith(server, await sessionCookie(server, email, password))],
  ])('by %s', async (_, holding) => {
    const person = await newPerson(server, admin);
    const api = await holding(person);
    await begin(person, 'ip-whitelist');
    expect(await changes(api, 'ip-whitelist')).toEqual([201, 204, 204]);
  });

  it('as the list of the account, by an API key that was given the scope for it', async () => {
    const person = await newPerson(server, admin);
    const { key } = await addApiKey(server.database, { userId: person.id, scopes: SCOPES });
    await begin(person, 'ip-whitelist');
    expect(await changes(apiWith(server, { 'x-api-key': key }), 'ip-whitelist')).toEqual([201, 204, 204]);
  });
});

async function everyScope(): Promise<string[]> {
  return ((await admin.api.get('scopes?limit=100')).json as { data: { name: string }[] }).data.map(({ name }) => name);
}
