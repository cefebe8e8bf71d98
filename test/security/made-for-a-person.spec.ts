/*
 * What an attacker would gain: a person's account for ever, after one consent. An application that may make API keys or
 * applications for a person would keep them, and act for the person, when the person has taken the consent back.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { basic, bearer, postForm } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const SCOPES = ['openid', 'read:account', 'write:api-keys', 'write:applications'];
const CALLBACK = 'https://app.example.com/callback';

let server: Latchkey;
let admin: Person;
let owner: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Made {
  person: Person;
  party: RelyingParty;
  /** Tells whether each credential that the application has made for the person works. */
  working: () => Promise<Record<string, boolean>>;
}

const isPerson = async (headers: Record<string, string>) =>
  (await apiWith(server, headers).get('users/me')).status === 200;

/** A person who has allowed an application to make things, and what it has made, directly and by what it made. */
async function made(): Promise<Made> {
  const person = await newPerson(server, admin);
  const settings = { name: 'Helper', scopes: SCOPES, redirect_uris: [CALLBACK] };
  const registered = (await owner.api.post('applications', settings)).json as Record<string, string>;
  const { id = '', client_id: clientId = '', client_secret: clientSecret = '' } = registered;
  const party = RelyingParty.of(server, { id, clientId, clientSecret }, CALLBACK);
  const code = (await party.authorize(person, { scope: SCOPES.join(' ') })).searchParams.get('code') ?? '';
  const { access_token: token } = (await party.redeem(code)).json as { access_token: string };

  const keyBy = async (headers: Record<string, string>) => {
    const body = { name: 'Left behind', scopes: ['read:account', 'write:api-keys'] };
    const answer = await apiWith(server, headers).post('api-keys', body);
    expectOf(answer.text, answer.status).toBe(201);
    return { 'x-api-key': (answer.json as { key: string }).key };
  };
  const key = await keyBy(bearer(token));
  const body = { name: 'Left behind', scopes: ['read:account', 'write:api-keys'] };
  const left = (await apiWith(server, bearer(token)).post('applications', body)).json as Record<string, string>;
  const form = { grant_type: 'client_credentials' };
  const asItself = () =>
    postForm(`${server.baseUrl}/oauth/token`, form, basic(left.client_id ?? '', left.client_secret ?? ''));
  const { access_token: own } = (await asItself()).json as { access_token: string };
  const [ofKey, ofApplication] = [await keyBy(key), await keyBy(bearer(own))];
  const working = async () => ({
    token: await isPerson(bearer(token)),
    key: await isPerson(key),
    application: (await asItself()).status === 200,
    'its token': await isPerson(bearer(own)),
    'a key of the key': await isPerson(ofKey),
    'a key of the application': await isPerson(ofApplication),
  });
  return { person, party, working };
}

const ALL = ['token', 'key', 'application', 'its token', 'a key of the key', 'a key of the application'];
const each = (works: boolean) => Object.fromEntries(ALL.map((name) => [name, works]));

describe('what an application has made for a person ends', () => {
  it.each<[string, (made: Made) => Promise<{ status: number }>]>([
    [
      'when the person takes the consent back',
      ({ person, party }) => person.api.delete(`consents/${party.client.clientId}`),
    ],
    ['when the application is deleted', ({ party }) => owner.api.delete(`applications/${party.client.id}`)],
    [
      'when an administrator disables the application',
      ({ party }) => admin.api.patch(`applications/${party.client.id}`, { disabled: true }),
    ],
  ])('%s', async (_, end) => {
    const theirs = await made();
    expect(await theirs.working()).toEqual(each(true));
    expect([200, 204]).toContain((await end(theirs)).status);
    expect(await theirs.working()).toEqual(each(false));
  });

  it('and nothing that the person has made', async () => {
    const { person, party } = await made();
    const key = (await person.api.post('api-keys', { name: 'Mine', scopes: ['read:account'] })).json as { key: string };
    const mine = { name: 'Mine', scopes: ['read:account'] };
    const { id } = (await person.api.post('applications', mine)).json as { id: string };
    expect((await person.api.delete(`consents/${party.client.clientId}`)).status).toBe(204);
    expect(await isPerson({ 'x-api-key': key.key })).toBe(true);
    expect((await person.api.get(`applications/${id}`)).json).toMatchObject({ disabled: false });
    // an application that the person owns acts for them without any consent
    expect((await person.api.delete(`consents/${party.client.clientId}`)).status).toBe(404);
  });
});
