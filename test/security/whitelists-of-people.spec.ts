/*
 * What an attacker would gain: by an application that a person allowed to change "your IP whitelists", to lock that
 * person out everywhere but at the application's own address, so that they cannot take the consent back; to let their
 * own network in for good; or to take the last entry away, which lets a stolen credential in from everywhere.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { bearer } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const SCOPES = ['openid', 'read:ip-whitelist', 'write:ip-whitelist', 'read:api-keys', 'write:api-keys'];
const HERE = '127.0.0.1/32';
const THERE = '203.0.113.0/24';
const EVERYWHERE = '0.0.0.0/0';

let server: Latchkey;
let admin: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());

type Row = Parameters<typeof RelyingParty.at>[1];

async function signedInTo(person: Person, row: Row = {}): Promise<Api> {
  const scopes = row.scopes ?? SCOPES;
  const party = await RelyingParty.at(server, { scopes, redirectUris: ['https://app.example.com/callback'], ...row });
  const { access_token: token } = await party.tokens(person, { scope: scopes.join(' ') });
  return apiWith(server, bearer(token));
}

async function withKeyMadeBy(api: Api): Promise<Api> {
  const { json } = await api.post('api-keys', { name: 'made', scopes: SCOPES.slice(1) });
  return apiWith(server, { 'x-api-key': (json as { key: string }).key });
}

async function entries(api: Api): Promise<{ id: string; cidr: string }[]> {
  return ((await api.get('ip-whitelist')).json as { data: { id: string; cidr: string }[] }).data;
}

const CONFINED: Record<string, (person: Person) => Promise<Api>> = {
  'the access token of an application': (person) => signedInTo(person),
  'an API key that an application made': async (person) => withKeyMadeBy(await signedInTo(person)),
};

describe('an IP whitelist', () => {
  it.each(Object.entries(CONFINED))('of an account is neither begun, widened nor emptied by %s', async (_, acting) => {
    const person = await newPerson(server, admin);
    const api = await acting(person);
    const lists = ['ip-whitelist', `users/${person.id}/ip-whitelist`];
    for (const list of lists) {
      expect((await api.post(list, { cidr: HERE })).status).toBe(403);
      expect((await api.post(list, { cidr: THERE, force: true })).status).toBe(403);
    }
    expect(await entries(person.api)).toEqual([]);

    await person.api.post('ip-whitelist', { cidr: HERE });
    await person.api.post('ip-whitelist', { cidr: THERE });
    const theirs = await entries(person.api);
    for (const list of lists) {
      expect((await api.post(list, { cidr: EVERYWHERE })).status).toBe(403);
      for (const { id } of theirs) expect((await api.delete(`${list}/${id}?force=true`)).status).toBe(403);
    }
    expect(await entries(person.api)).toEqual(theirs);
    expect(await entries(api)).toEqual(theirs);
    expect((await api.get('ip-whitelist/check')).json).toMatchObject({ allowed: true });
  });

  it('says why, and what to do instead', async () => {
    const api = await signedInTo(await newPerson(server, admin));
    const { json } = await api.post('ip-whitelist', { cidr: HERE });
    expect(json).toMatchObject({ errors: [{ field: 'ip_whitelist' }] });
    expect((json as { detail: string }).detail).toContain('sign in to the console, or use an API key');
  });

  it('of a key is changed by the application that made the key', async () => {
    const api = await signedInTo(await newPerson(server, admin));
    const { json } = await api.post('api-keys', { name: 'made', scopes: ['read:api-keys'] });
    const list = `api-keys/${(json as { id: string }).id}/ip-whitelist`;
    const added = await api.post(list, { cidr: THERE });
    expect(added.status).toBe(201);
    expect((await api.delete(`${list}/${(added.json as { id: string }).id}`)).status).toBe(204);
  });

  it.each<[string, (person: Person) => Promise<Api>]>([
    ['a documented login', (person) => Promise.resolve(person.api)],
    ['a session', async ({ email, password }) => apiWith(server, await sessionCookie(server, email, password))],
    ['a first-party application', (person) => signedInTo(person, { firstParty: true })],
    ['an application of the person', (person) => signedInTo(person, { ownerId: person.id })],
    [
      'an API key of the person',
      async ({ id: userId }) => {
        const { key } = await addApiKey(server.database, { userId, scopes: SCOPES });
        return apiWith(server, { 'x-api-key': key });
      },
    ],
  ])('of an account is changed by %s', async (_, acting) => {
    const api = await acting(await newPerson(server, admin));
    expect((await api.post('ip-whitelist', { cidr: HERE })).status).toBe(201);
    for (const { id } of await entries(api)) expect((await api.delete(`ip-whitelist/${id}`)).status).toBe(204);
  });
});

describe('an application that an administrator allowed other people’s things', () => {
  it('changes lists of members, and of no administrator, its own included', async () => {
    const [boss, other, member] = [
      await newPerson(server, admin, 'admin'),
      await newPerson(server, admin, 'admin'),
      await newPerson(server, admin),
    ];
    const api = await signedInTo(boss, { scopes: [...SCOPES, 'read:users', 'write:users'] });
    expect((await api.post(`users/${member.id}/ip-whitelist`, { cidr: HERE })).status).toBe(201);
    for (const list of ['ip-whitelist', `users/${boss.id}/ip-whitelist`, `users/${other.id}/ip-whitelist`]) {
      expect((await api.post(list, { cidr: HERE })).json).toMatchObject({ errors: [{ field: 'id' }] });
    }
  });
});
