/*
 * What an attacker would gain: with a stolen session or token of an administrator, and without the phone, other people's
 * keys, sign-ins and consents ended, every API that this server's tokens are for renamed, and any account a brand's owner.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FRESH_FOR } from '../../src/access/fresh-factor.js';
import { addApiKey } from '../support/api-keys.js';
import { Authenticator } from '../support/authenticator.js';
import { Browser } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { bearer, postJson } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person, sessionCookie } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const STALE = 'insufficient_user_authentication';

const clock = new TestClock();
let server: Latchkey;
let plain: Person;
let admin: Person;
let phone: Authenticator;
let session: Api;
let token: Api;

beforeAll(async () => {
  server = await startLatchkey({ clock });
  plain = await administrator(server);
  admin = await newPerson(server, plain, 'admin');
  phone = await Authenticator.of(admin.api, admin.password, clock);
  const { email, password } = admin;
  const cookie = (await signIn('/v1/session/login')).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  session = apiWith(server, { cookie });
  const pair = (await signIn('/v1/auth/login')).json as { access_token: string };
  token = apiWith(server, bearer(pair.access_token));
  clock.advance(FRESH_FOR + 1);

  function signIn(path: string) {
    clock.advance(30);
    return postJson(`${server.baseUrl}${path}`, { email, password, otp: phone.code() });
  }
});
afterAll(() => server.stop());

type Act = [name: string, method: 'delete' | 'patch' | 'put', path: string, body?: object];

/** One of each kind that a person has, and the acts on them. */
async function actsOn(person: Person): Promise<Act[]> {
  const idOf = async (path: string, body: object) => ((await person.api.post(path, body)).json as { id: string }).id;
  const key = await idOf('api-keys', { name: 'Theirs', scopes: ['read_items'] });
  const brand = await idOf('brands', { name: 'Theirs' });
  const resource = await idOf('resources', { name: 'Theirs', identifier: `https://${crypto.randomUUID()}.example` });
  await sessionCookie(server, person.email, person.password);
  const party = await RelyingParty.at(server, { scopes: ['openid', 'read_items'] });
  const { code } = await consent(party, person);
  expectOf(code, (await party.redeem(code)).status).toBe(200);
  const row = async (table: string) =>
    (await server.database.query<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = $1`, [person.id]))[0]!.id;
  const user = `user_id=${person.id}`;
  return [
    ['rename a key', 'patch', `api-keys/${key}`, { name: 'Old' }],
    ['revoke a key', 'delete', `api-keys/${key}`],
    ['end a sign-in', 'delete', `grants/${await row('sign_ins')}`],
    ['end all sign-ins', 'delete', `grants?${user}`],
    ['end a session', 'delete', `sessions/${await row('sessions')}`],
    ['end all sessions', 'delete', `sessions?${user}`],
    ['take a consent back', 'delete', `consents/${party.client.clientId}?${user}`],
    ['change an API', 'patch', `resources/${resource}`, { name: 'Other' }],
    ['delete an API', 'delete', `resources/${resource}`],
    ['make an owner of a brand', 'put', `brands/${brand}/members/${admin.id}`, { role: 'owner' }],
    ['remove an owner of a brand', 'delete', `brands/${brand}/members/${person.id}`],
  ];
}

async function consent(party: RelyingParty, person: Person) {
  const back = await party.authorize(person, { scope: 'openid read_items' }, new Browser(server.baseUrl));
  return { code: back.searchParams.get('code') ?? '' };
}

describe('an administrator without a fresh second factor', () => {
  it('changes and ends nothing of others, in a session and by a token', async () => {
    const person = await newPerson(server, plain);
    const acts = await actsOn(person);
    for (const api of [session, token]) {
      for (const [name, method, path, body] of acts) {
        expectOf(name, (await api[method](path, body)).json).toMatchObject({ code: STALE, status: 401 });
      }
    }
    // with it, or where the account has none, each is done
    for (const [name, method, path, body] of acts) {
      expectOf(name, String((await plain.api[method](path, body)).status)).toMatch(/^20[04]$|^404$/);
    }
    expect((await person.api.get('api-keys')).json).not.toMatchObject({ data: [{}] });
  });

  it('is refused before it is told whether there is such a thing', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await session.patch(`resources/${nowhere}`, { name: 'Other' })).json).toMatchObject({ code: STALE });
    expect((await session.post('resources', {})).json).toMatchObject({ code: STALE });
  });

  it('opens the whitelist of the own account by neither way', async () => {
    for (const path of ['ip-whitelist', `users/${admin.id}/ip-whitelist`]) {
      expect((await session.post(path, { cidr: '0.0.0.0/0' })).json).toMatchObject({ code: STALE });
    }
  });

  it('ends what is their own: a stolen session is ended at once', async () => {
    const { id } = await addApiKey(server.database, { userId: admin.id, scopes: ['read:account'] });
    expect((await session.patch(`api-keys/${id}`, { name: 'Leaked' })).status).toBe(200);
    expect((await session.delete(`api-keys/${id}`)).status).toBe(204);
    const other = await sessionOfAdmin();
    expect((await session.delete(`sessions/${other}`)).status).toBe(204);
    expect((await session.delete('grants')).status).toBe(204);
    expect((await session.delete('sessions')).status).toBe(204);
    expect((await session.get('users/me')).status).toBe(200);
  });

  async function sessionOfAdmin(): Promise<string> {
    clock.advance(30);
    const { email, password } = admin;
    await postJson(`${server.baseUrl}/v1/session/login`, { email, password, otp: phone.code() });
    const { data } = (await session.get('sessions')).json as { data: { id: string; current: boolean }[] };
    return data.find(({ current }) => !current)!.id;
  }
});
