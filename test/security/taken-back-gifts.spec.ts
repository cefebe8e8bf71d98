/*
 * What an attacker would gain: every account that ever came to an application which an administrator trusted by mistake.
 * While it is first-party no person is asked; tokens, refresh tokens, API keys and applications that it got so would go on
 * working after the administrator has taken that back.
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
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());

async function change({ client }: RelyingParty, body: object): Promise<void> {
  const answer = await admin.api.patch(`applications/${client.id}`, body);
  expectOf(answer.text, answer.status).toBe(200);
}

async function newParty(): Promise<RelyingParty> {
  const owner = await newPerson(server, admin);
  const settings = { name: 'Helper', scopes: SCOPES, redirect_uris: [CALLBACK] };
  const answer = await owner.api.post('applications', settings);
  expectOf(answer.text, answer.status).toBe(201);
  const { id = '', client_id: clientId = '', client_secret: clientSecret = '' } = answer.json as Record<string, string>;
  return RelyingParty.of(server, { id, clientId, clientSecret }, CALLBACK);
}

const codeOf = async (party: RelyingParty, person: Person, scopes: string[]) =>
  (await party.authorize(person, { scope: scopes.join(' ') })).searchParams.get('code') ?? '';

/** What the application holds of a person who has come to it, and which of that works. */
async function holdings(party: RelyingParty, person: Person) {
  const scope = SCOPES.join(' ');
  const { access_token: token, refresh_token = '' } = await party.tokens(person, { scope });
  const code = await codeOf(party, person, SCOPES);
  const api = apiWith(server, bearer(token));
  const made = async (path: string, body: object) => {
    const answer = await api.post(path, { name: 'Left behind', scopes: ['read:account'], ...body });
    expectOf(answer.text, answer.status).toBe(201);
    return answer.json as Record<string, string>;
  };
  const key = await made('api-keys', {});
  const left = await made('applications', { grant_types: ['client_credentials'] });
  const statusWith = async (headers: Record<string, string>) => (await apiWith(server, headers).get('users/me')).status;
  const asItself = () => {
    const form = { grant_type: 'client_credentials' };
    return postForm(`${server.baseUrl}/oauth/token`, form, basic(left.client_id ?? '', left.client_secret ?? ''));
  };
  const working = async () => ({
    token: await statusWith(bearer(token)),
    refresh: (await party.token({ grant_type: 'refresh_token', refresh_token })).status,
    code: (await party.redeem(code)).status,
    key: await statusWith({ 'x-api-key': key.key ?? '' }),
    application: (await asItself()).status,
  });
  return { key, left, working };
}

describe('an application that is first-party no more', () => {
  it('keeps nothing of people who were never asked', async () => {
    const party = await newParty();
    const person = await newPerson(server, admin);
    await change(party, { first_party: true });
    const { key, left, working } = await holdings(party, person);
    await change(party, { first_party: false });
    expect(await working()).toEqual({ token: 401, refresh: 400, code: 400, key: 401, application: 401 });
    const [event] = await server.database.query<{ details: object }>(
      `SELECT details FROM audit_events WHERE action = 'application.update' AND target_id = $1 ORDER BY id DESC LIMIT 1`,
      [party.client.id],
    );
    const made = { api_keys: [key.id], applications: [left.client_id] };
    expect(event?.details).toMatchObject({ fields: ['first_party'], made });
  });

  it('keeps what it made with a consent that allows it, and no other', async () => {
    const [party, narrow] = [await newParty(), await newParty()];
    const person = await newPerson(server, admin);
    await codeOf(party, person, SCOPES);
    await codeOf(narrow, person, ['openid', 'read:account']);
    for (const each of [party, narrow]) await change(each, { first_party: true });
    const [consented, more] = [await holdings(party, person), await holdings(narrow, person)];
    for (const each of [party, narrow]) await change(each, { first_party: false });
    const ended = { token: 401, refresh: 400, code: 400 };
    expect(await consented.working()).toEqual({ ...ended, key: 200, application: 200 });
    expect(await more.working()).toEqual({ ...ended, key: 401, application: 401 });
    expect((await party.redeem(await codeOf(party, person, SCOPES))).status).toBe(200);
  });

  it('keeps what it has when anything else is changed', async () => {
    const party = await newParty();
    await change(party, { first_party: true });
    const { working } = await holdings(party, await newPerson(server, admin));
    await change(party, { name: 'Helper 2' });
    expect(await working()).toEqual({ token: 200, refresh: 200, code: 200, key: 200, application: 200 });
  });
});
