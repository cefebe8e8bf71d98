/*
 * What an attacker would gain: to stay after a person took the consent back. An application that may change a person's
 * applications would add its own secret, redirect URI or key to one that the person has already, its own account to the
 * person's brand, or its own network to a list: none of that ends with the consent. Or it would enable what did end with
 * an earlier consent, once the person has allowed it again to write applications, and nothing else.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addApiKey } from '../support/api-keys.js';
import { expectOf } from '../support/expect-of.js';
import { type Answer, basic, bearer, postForm } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const MANAGED = ['applications', 'api-keys', 'brands', 'resources', 'ip-whitelist', 'account'];
const SCOPES = ['openid', 'read_items', ...MANAGED.flatMap((name) => [`read:${name}`, `write:${name}`])];
const CALLBACK = 'https://app.example.com/callback';
const ATTACKER = 'https://attacker.example/callback';

let server: Latchkey;
let admin: Person;
let attacker: Person;
let helper: RelyingParty;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  attacker = await newPerson(server, admin);
  helper = await RelyingParty.at(server, { scopes: SCOPES, redirectUris: [CALLBACK] });
});
afterAll(() => server.stop());

interface Things {
  application: { id: string; client_id: string; client_secret: string };
  key: { id: string; key: string };
  brand: { id: string };
  resource: { id: string };
}

/** One of each kind, made by this credential for its account. */
async function make(api: Api, scopes = SCOPES): Promise<Things> {
  const one = async (path: string, body: object) => {
    const answer = await api.post(path, body);
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as never;
  };
  return {
    application: await one('applications', {
      name: 'Shop',
      scopes,
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'client_credentials'],
    }),
    key: await one('api-keys', { name: 'Shop', scopes }),
    brand: await one('brands', { name: 'Shop' }),
    resource: await one('resources', { name: 'Shop', identifier: `https://${crypto.randomUUID()}.example` }),
  };
}

/** Every change that would stay, by its name. */
function changes({ application, key, brand, resource }: Things): Record<string, (api: Api) => Promise<Answer>> {
  const path = `applications/${application.id}`;
  return {
    secret: (api) => api.post(`${path}/secrets`, {}),
    'redirect URI': (api) => api.patch(path, { redirect_uris: [CALLBACK, ATTACKER] }),
    'logout URI': (api) => api.patch(path, { post_logout_redirect_uris: [ATTACKER] }),
    'address of keys': (api) => api.patch(path, { jwks_uri: 'https://attacker.example/jwks' }),
    name: (api) => api.patch(path, { name: 'Shop 2' }),
    'brand of the application': (api) => api.patch(path, { brand_id: brand.id }),
    'disabled with a change beside it': (api) => api.patch(path, { disabled: true, name: 'Off' }),
    enabled: (api) => api.patch(path, { disabled: false }),
    'network of the application': (api) => api.post(`${path}/ip-whitelist`, { cidr: '0.0.0.0/0', force: true }),
    'network of the key': (api) => api.post(`api-keys/${key.id}/ip-whitelist`, { cidr: '0.0.0.0/0', force: true }),
    'name of the key': (api) => api.patch(`api-keys/${key.id}`, { name: 'Old' }),
    'member of the brand': (api) => api.put(`brands/${brand.id}/members/${attacker.id}`, { role: 'owner' }),
    'logo of the brand': (api) => api.patch(`brands/${brand.id}`, { logo_url: 'https://attacker.example/logo.png' }),
    'API of the resource': (api) => api.patch(`resources/${resource.id}`, { application_id: application.id }),
  };
}

async function statuses(things: Things, api: Api): Promise<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const [name, change] of Object.entries(changes(things))) all[name] = (await change(api)).status;
  return all;
}

const each = (things: Things, status: (name: string) => number) =>
  Object.fromEntries(Object.keys(changes(things)).map((name) => [name, status(name)]));
const CREATED = /^(?:secret|network)/;
const done = (things: Things) => each(things, (name) => (CREATED.test(name) ? 201 : 200));

async function ofSignIn(party: RelyingParty, person: Person): Promise<Api> {
  const { access_token: token } = await party.tokens(person, { scope: SCOPES.join(' ') });
  return apiWith(server, bearer(token));
}

async function ofItself({ clientId, clientSecret }: OAuthClient): Promise<Api> {
  const form = { grant_type: 'client_credentials' };
  const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(clientId, clientSecret));
  return apiWith(server, bearer((answer.json as { access_token: string }).access_token));
}

const clientOf = ({ application }: Things): OAuthClient => ({
  id: application.id,
  clientId: application.client_id,
  clientSecret: application.client_secret,
});

/** A credential of each kind by which an application that is not the person's acts for the person. */
const ACTING: Record<string, (person: Person) => Promise<Api>> = {
  'its access token': (person) => ofSignIn(helper, person),
  'an API key that it made': async (person) => {
    const { key } = await make(await ofSignIn(helper, person));
    return apiWith(server, { 'x-api-key': key.key });
  },
  'an application that it made, for itself': async (person) =>
    ofItself(clientOf(await make(await ofSignIn(helper, person)))),
  'an application that it made, to which the person signs in': async (person) => {
    const made = clientOf(await make(await ofSignIn(helper, person)));
    return ofSignIn(RelyingParty.of(server, made, CALLBACK), person);
  },
};

describe('what a person has already', () => {
  it.each(Object.entries(ACTING))('is not changed by %s', async (_, acting) => {
    const person = await newPerson(server, admin);
    const theirs = await make(person.api);
    const api = await acting(person);
    expect((await api.get(`applications/${theirs.application.id}`)).status).toBe(200);
    expect(await statuses(theirs, api)).toEqual(each(theirs, () => 403));
    const { id } = theirs.application;
    expect((await person.api.get(`applications/${id}`)).json).toMatchObject({
      name: 'Shop',
      redirect_uris: [CALLBACK],
    });
    expect((await api.delete(`resources/${theirs.resource.id}`)).status).toBe(403);
    const named = { name: 'Theirs', identifier: `https://${crypto.randomUUID()}.example`, application_id: id };
    expect((await api.post('resources', named)).json).toMatchObject({ errors: [{ field: 'application_id' }] });
  });

  it('is refused with the reason and what to do instead', async () => {
    const person = await newPerson(server, admin);
    const { application } = await make(person.api);
    const answer = await (await ofSignIn(helper, person)).post(`applications/${application.id}/secrets`, {});
    expect(answer.status).toBe(403);
    const { detail } = answer.json as { detail: string };
    expect(detail).toContain('was not made by the application that asks');
    expect(detail).toContain('sign in to the console, or use an API key that the person made there');
  });

  it('may be ended: that leaves nothing behind', async () => {
    const person = await newPerson(server, admin);
    const { application, key, brand } = await make(person.api);
    const api = await ofSignIn(helper, person);
    const { data } = (await api.get(`applications/${application.id}/secrets`)).json as { data: { id: string }[] };
    const secret = `applications/${application.id}/secrets/${data[0]?.id ?? ''}?force=true`;
    expect((await api.patch(`applications/${application.id}`, { disabled: true })).status).toBe(200);
    expect((await api.post(`applications/${application.id}/end-everything`, {})).status).toBe(200);
    for (const path of [secret, `api-keys/${key.id}`, `brands/${brand.id}`, `applications/${application.id}`]) {
      expectOf(path, (await api.delete(path)).status).toBe(204);
    }
  });

  it('is changed by an application that an administrator allowed other people’s things', async () => {
    const boss = await newPerson(server, admin, 'admin');
    const things = await make((await newPerson(server, admin)).api);
    const scopes = [...SCOPES, 'read:users', 'write:users'];
    const party = await RelyingParty.at(server, { scopes, redirectUris: [CALLBACK] });
    const { access_token: token } = await party.tokens(boss, { scope: scopes.join(' ') });
    const { id } = things.application;
    expect((await apiWith(server, bearer(token)).post(`applications/${id}/secrets`, {})).status).toBe(201);
  });
});

describe('what an application made for a person', () => {
  it.each(Object.entries(ACTING))('is changed by %s', async (_, acting) => {
    const person = await newPerson(server, admin);
    const api = await acting(person);
    const made = await make(api);
    expect(await statuses(made, api)).toEqual({ ...done(made), enabled: 403 });
    expect((await person.api.get(`applications/${made.application.id}`)).json).toMatchObject({ disabled: true });
    expect((await api.delete(`resources/${made.resource.id}`)).status).toBe(204);
  });

  it('is not changed by another application', async () => {
    const person = await newPerson(server, admin);
    const made = await make(await ofSignIn(helper, person));
    const other = await ofSignIn(await RelyingParty.at(server, { scopes: SCOPES, redirectUris: [CALLBACK] }), person);
    expect(await statuses(made, other)).toEqual(each(made, () => 403));
  });

  it('is not enabled again by it, once it ended', async () => {
    const person = await newPerson(server, admin);
    const { application } = await make(await ofSignIn(helper, person));
    const path = `applications/${application.id}`;
    expect((await person.api.delete(`consents/${helper.client.clientId}`)).status).toBe(204);
    for (const scopes of [['write:applications'], SCOPES]) {
      const { access_token: token } = await helper.tokens(person, { scope: scopes.join(' ') });
      const answer = await apiWith(server, bearer(token)).patch(path, { disabled: false });
      expect([answer.status, answer.json]).toMatchObject([403, { errors: [{ field: 'disabled' }] }]);
      expect((answer.json as { detail: string }).detail).toContain('sign in to the console');
      expect((await person.api.get(path)).json).toMatchObject({ disabled: true });
    }
    expect((await person.api.patch(path, { disabled: false })).status).toBe(200);
  });

  it('ends with the consent, also what was made in a sign-in to it', async () => {
    const person = await newPerson(server, admin);
    const made = clientOf(await make(await ofSignIn(helper, person)));
    const { key } = await make(await ofSignIn(RelyingParty.of(server, made, CALLBACK), person));
    const api = apiWith(server, { 'x-api-key': key.key });
    expect((await api.get('users/me')).status).toBe(200);
    expect((await person.api.delete(`consents/${helper.client.clientId}`)).status).toBe(204);
    expect((await api.get('users/me')).status).toBe(401);
  });
});

describe('everything of a person is changed', () => {
  it.each<[string, (person: Person) => Promise<Api>]>([
    ['by their session', async ({ email, password }) => apiWith(server, await sessionCookie(server, email, password))],
    ['by a documented login', (person) => Promise.resolve(person.api)],
    [
      'by their API key',
      async ({ id: userId }) => {
        const { key } = await addApiKey(server.database, { userId, scopes: SCOPES });
        return apiWith(server, { 'x-api-key': key });
      },
    ],
    [
      'by a first-party application',
      async (person) => {
        const settings = { scopes: SCOPES, firstParty: true, redirectUris: [CALLBACK] };
        return ofSignIn(await RelyingParty.at(server, settings), person);
      },
    ],
    [
      'by an API key that a first-party application made',
      async (person) => {
        const settings = { scopes: SCOPES, firstParty: true, redirectUris: [CALLBACK] };
        const { key } = await make(await ofSignIn(await RelyingParty.at(server, settings), person));
        return apiWith(server, { 'x-api-key': key.key });
      },
    ],
    [
      'by their own application, for itself',
      async ({ id: ownerId }) => ofItself(await addApplication(server.database, { ownerId, scopes: SCOPES })),
    ],
    [
      'by their own application, to which they sign in',
      async (person) => {
        const settings = { scopes: SCOPES, ownerId: person.id, redirectUris: [CALLBACK] };
        return ofSignIn(await RelyingParty.at(server, settings), person);
      },
    ],
  ])('%s', async (_, acting) => {
    const person = await newPerson(server, admin);
    const api = await acting(person);
    const theirs = await make(person.api);
    expect(await statuses(theirs, api)).toEqual(done(theirs));
  });
});
