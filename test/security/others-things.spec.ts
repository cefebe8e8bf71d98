/*
 * An application of a member that an administrator once allowed "your account" and "your IP whitelists", or a stolen
 * narrow API key of an administrator, would read, change and end what belongs to every other person.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { basic, bearer, postForm } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

/** What members may give, and what the catalogue calls "your". */
const OF_THE_PERSON = ['account', 'brands', 'applications', 'api-keys', 'ip-whitelist', 'resources'].flatMap((name) => [
  `read:${name}`,
  `write:${name}`,
]);

let server: Latchkey;
let admin: Person;
let boss: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  boss = await newPerson(server, admin, 'admin');
});
afterAll(() => server.stop());

interface Things {
  owner: Person;
  clientId: string;
  calls: [method: 'get' | 'delete' | 'patch' | 'post', path: string, body?: object][];
  lists: string[];
}

/** One of each kind that a person owns, and the calls that reach it. */
async function things(): Promise<Things> {
  const owner = await newPerson(server, admin);
  const idOf = async (path: string, body: object) => {
    const answer = await owner.api.post(path, body);
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as { id: string; client_id: string };
  };
  const application = await idOf('applications', { name: 'Theirs', scopes: ['read_items'] });
  const key = await idOf('api-keys', { name: 'Theirs', scopes: ['read_items'] });
  const brand = await idOf('brands', { name: 'Theirs' });
  const resource = await idOf('resources', { name: 'Theirs', identifier: `https://${owner.id}.example` });
  const entry = await idOf('ip-whitelist', { cidr: '127.0.0.1' });
  await sessionCookie(server, owner.email, owner.password);
  const [session] = await server.database.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [
    owner.id,
  ]);
  const [grant] = await server.database.query<{ id: string }>('SELECT id FROM sign_ins WHERE user_id = $1', [owner.id]);
  const user = `user_id=${owner.id}`;
  return {
    owner,
    clientId: application.client_id,
    calls: [
      ['get', `grants?${user}`],
      ['get', `sessions?${user}`],
      ['get', `consents?${user}`],
      ['get', `applications?${user}`],
      ['get', `api-keys?${user}`],
      ['get', `resources?${user}`],
      ['get', `applications/${application.id}`],
      ['get', `applications/${application.id}/secrets`],
      ['get', `applications/${application.id}/ip-whitelist`],
      ['get', `api-keys/${key.id}`],
      ['get', `api-keys/${key.id}/ip-whitelist`],
      ['get', `brands/${brand.id}`],
      ['get', `brands/${brand.id}/members`],
      ['get', `brands/${brand.id}/applications`],
      ['get', `resources/${resource.id}`],
      ['get', `users/${owner.id}/ip-whitelist`],
      ['post', `users/${owner.id}/ip-whitelist`, { cidr: '203.0.113.1' }],
      ['post', `applications/${application.id}/ip-whitelist`, { cidr: '203.0.113.1' }],
      ['post', `api-keys/${key.id}/ip-whitelist`, { cidr: '203.0.113.1' }],
      ['delete', `users/${owner.id}/ip-whitelist/${entry.id}?force=true`],
      ['post', `applications/${application.id}/secrets`, {}],
      ['post', `applications/${application.id}/end-everything`, {}],
      ['patch', `applications/${application.id}`, { name: 'Mine' }],
      ['patch', `api-keys/${key.id}`, { name: 'Mine' }],
      ['patch', `brands/${brand.id}`, { name: 'Mine' }],
      ['patch', `resources/${resource.id}`, { name: 'Mine' }],
      ['delete', `brands/${brand.id}/members/${owner.id}`],
      ['delete', `sessions/${session!.id}`],
      ['delete', `sessions?${user}`],
      ['delete', `grants/${grant!.id}`],
      ['delete', `grants?${user}`],
      ['delete', `consents/${application.client_id}?${user}`],
      ['delete', `api-keys/${key.id}`],
      ['delete', `resources/${resource.id}`],
      ['delete', `brands/${brand.id}`],
      ['delete', `applications/${application.id}`],
    ],
    lists: ['applications', 'brands', 'resources', `grants?client_id=${application.client_id}`],
  };
}

async function refusedAll(api: Api, { calls, lists, owner }: Things): Promise<void> {
  for (const [method, path, body] of calls) {
    const { status } = await api[method](path, body);
    expect(`${method} ${path} ${String(status)}`).toMatch(/ (?:403|404)$/);
  }
  for (const path of lists) {
    const answer = await api.get(path);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(owner.id);
    expect(answer.text).not.toContain('Theirs');
  }
}

describe('what belongs to others is out of reach', () => {
  it('for an application that an administrator allowed the person’s scopes', async () => {
    const party = await RelyingParty.at(server, { scopes: OF_THE_PERSON });
    const { access_token } = await party.tokens(boss, { scope: OF_THE_PERSON.join(' ') });
    const api = apiWith(server, bearer(access_token));
    expect((await api.get('users/me')).json).toMatchObject({ id: boss.id });
    await refusedAll(api, await things());
  });

  it('for a first-party application of the organisation, too', async () => {
    const party = await RelyingParty.at(server, { scopes: OF_THE_PERSON, firstParty: true });
    const { access_token } = await party.tokens(boss, { scope: OF_THE_PERSON.join(' ') });
    await refusedAll(apiWith(server, bearer(access_token)), await things());
  });

  it('for an application of an administrator that acts for itself', async () => {
    const client = await addApplication(server.database, { ownerId: boss.id, scopes: OF_THE_PERSON });
    const form = { grant_type: 'client_credentials' };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(client.clientId, client.clientSecret));
    const { access_token } = answer.json as { access_token: string };
    await refusedAll(apiWith(server, bearer(access_token)), await things());
  });

  it('for a narrow API key of an administrator', async () => {
    const { key } = await addApiKey(server.database, { userId: boss.id, scopes: OF_THE_PERSON });
    await refusedAll(apiWith(server, { 'x-api-key': key }), await things());
  });

  it('for an administrator’s login that was narrowed', async () => {
    const form = { username: boss.email, password: boss.password, scope: OF_THE_PERSON.join(' ') };
    const answer = await postForm(`${server.baseUrl}/api/v1/login/access-token`, form);
    const { access_token } = answer.json as { access_token: string };
    await refusedAll(apiWith(server, bearer(access_token)), await things());
  });

  it('to be changed with the scope that only reads it', async () => {
    const { key } = await addApiKey(server.database, { userId: boss.id, scopes: [...OF_THE_PERSON, 'read:users'] });
    const api = apiWith(server, { 'x-api-key': key });
    const { calls } = await things();
    for (const [method, path, body] of calls) {
      const { status } = await api[method](path, body);
      expect(`${method} ${path} ${String(status)}`).toMatch(method === 'get' ? / 200$/ : / (?:403|404)$/);
    }
  });
});

describe('what belongs to others is within reach', () => {
  const reached = async (api: Api) => {
    const { calls } = await things();
    for (const [method, path, body] of calls) {
      // the last owner of a brand stays, ended things are not ended twice, and nothing was consented to
      const { status } = await api[method](path, body);
      expect(`${method} ${path} ${String(status)}`).toMatch(
        /members\/.* 409$|consents\/.* 404$|sessions\/.* 204$|grants\/.* (?:204|404)$| 20[014]$/,
      );
    }
  };

  it('of an administrator’s own session and first-party login', async () => {
    await reached(admin.api);
    await reached(apiWith(server, await sessionCookie(server, ADMINISTRATOR.email, ADMINISTRATOR.password)));
  });

  it('of an administrator’s API key with the scopes that say so', async () => {
    const scopes = [...OF_THE_PERSON, 'read_items', 'read:users', 'write:users'];
    const { key } = await addApiKey(server.database, { userId: boss.id, scopes });
    await reached(apiWith(server, { 'x-api-key': key }));
  });
});
