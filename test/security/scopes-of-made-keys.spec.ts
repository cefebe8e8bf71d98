/*
 * What an attacker would gain: to keep a scope that was taken from an application. One that a person once allowed to write
 * their account makes a key with that scope, and writes on with the key when its owner or an administrator has taken the
 * scope from it, and its tokens have lost it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { type Answer, basic, bearer, postForm } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { type ApplicationRow } from '../support/oauth-application.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const LEFT = ['openid', 'read:account', 'write:api-keys', 'write:applications'];
const SCOPES = [...LEFT, 'write:account'];
const OF_KEYS = ['read:account', 'write:account', 'write:api-keys'];
const GRANTS = ['authorization_code', 'client_credentials'];

let server: Latchkey;
let admin: Person;
let owner: Person;
let person: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  person = await newPerson(server, admin);
});
afterAll(() => server.stop());

function application(row: ApplicationRow): Promise<RelyingParty> {
  return RelyingParty.at(server, { scopes: SCOPES, grantTypes: GRANTS, ...row });
}

async function ofSignIn(party: RelyingParty): Promise<Api> {
  return apiWith(server, bearer((await party.tokens(person, { scope: SCOPES.join(' ') })).access_token));
}

async function ofItself({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Promise<Api> {
  const form = { grant_type: 'client_credentials' };
  const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(clientId, clientSecret));
  return apiWith(server, bearer((answer.json as { access_token: string }).access_token));
}

async function created(answer: Promise<Answer>): Promise<Record<string, string>> {
  const { status, text, json } = await answer;
  expectOf(text, status).toBe(201);
  return json as Record<string, string>;
}

async function keyBy(api: Api): Promise<Api> {
  const { key = '' } = await created(api.post('api-keys', { name: 'Made', scopes: OF_KEYS }));
  return apiWith(server, { 'x-api-key': key });
}

const reads = async (api: Api) => (await api.get('users/me')).status;
const writes = async (api: Api) => (await api.patch('users/me', { name: 'Other' })).status;

async function statuses(apis: Api[], act: (api: Api) => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (const api of apis) all.push(await act(api));
  return all;
}

async function change({ client }: RelyingParty, by: Person, scopes: string[]): Promise<void> {
  const answer = await by.api.patch(`applications/${client.id}`, { scopes });
  expectOf(answer.text, answer.status).toBe(200);
}

describe('a scope that is taken from an application', () => {
  it.each<[string, () => Person]>([
    ['its owner', () => owner],
    ['an administrator', () => admin],
  ])('by %s is lost by the keys that it made, and by those that they made', async (_, by) => {
    const party = await application({ ownerId: owner.id });
    const token = await ofSignIn(party);
    const key = await keyBy(token);
    const all = [token, key, await keyBy(key)];
    expect(await statuses(all, writes)).toEqual([200, 200, 200]);
    await change(party, by(), LEFT);
    expect(await statuses(all, writes)).toEqual([403, 403, 403]);
    expect(await statuses(all, reads)).toEqual([200, 200, 200]);
    // as the tokens have it again
    await change(party, admin, SCOPES);
    expect(await statuses(all, writes)).toEqual([200, 200, 200]);
  });

  it('is lost by the keys that it made with its own tokens, and by those of a first-party application', async () => {
    const own = await application({ ownerId: person.id });
    const organisations = await application({ firstParty: true });
    const keys = [await keyBy(await ofItself(own.client)), await keyBy(await ofSignIn(organisations))];
    expect(await statuses(keys, writes)).toEqual([200, 200]);
    for (const party of [own, organisations]) await change(party, admin, LEFT);
    expect(await statuses(keys, writes)).toEqual([403, 403]);
    expect(await statuses(keys, reads)).toEqual([200, 200]);
  });

  it('is given to no key by an application that it made, which has it still', async () => {
    const party = await application({ ownerId: owner.id });
    const settings = { name: 'Made', scopes: OF_KEYS, grant_types: GRANTS, redirect_uris: [party.redirectUri] };
    const { client_id: clientId = '', client_secret: clientSecret = '' } = await created(
      (await ofSignIn(party)).post('applications', settings),
    );
    const made = { clientId, clientSecret };
    expect(await writes(await keyBy(await ofItself(made)))).toBe(200);
    await change(party, admin, LEFT);
    const answer = await (await ofItself(made)).post('api-keys', { name: 'Two', scopes: OF_KEYS });
    expect(answer).toMatchObject({ status: 403, json: { errors: [{ field: 'scopes' }] } });
    expect((answer.json as { detail: string }).detail).toContain('does not have write:account');
  });

  it('stays in the keys that a person made in the console or by a documented login', async () => {
    const session = apiWith(server, await sessionCookie(server, person.email, person.password));
    for (const api of [person.api, session]) expect(await writes(await keyBy(api))).toBe(200);
  });
});
