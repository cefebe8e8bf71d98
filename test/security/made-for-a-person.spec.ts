/*
 * What an attacker would gain: a person's account for ever, after one consent. An application that may make API keys or
 * applications for a person would keep them, and act for the person, when the person has taken the consent back, or an
 * administrator has deleted the owner of the application or ended what remains of them. A thief of a client secret would
 * keep a key of each person, or of the owner by a token of the application itself, after everything of it was ended.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { basic, bearer, postForm } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const SCOPES = ['openid', 'read:account', 'write:api-keys', 'write:applications'];
const KEY_SCOPES = ['read:account', 'write:api-keys'];
const CALLBACK = 'https://app.example.com/callback';

let server: Latchkey;
let admin: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
});
afterAll(() => server.stop());

interface Made {
  /** Whose application it is. */
  owner: Person;
  person: Person;
  party: RelyingParty;
  /** The application that it made for the person. */
  left: RelyingParty;
  /** Tells whether each credential that the application has made for the person works. */
  working: () => Promise<Record<string, boolean>>;
}

const isPerson = async (headers: Record<string, string>) =>
  (await apiWith(server, headers).get('users/me')).status === 200;

async function newApplication(maker: Api, scopes: string[]): Promise<RelyingParty> {
  const settings = { name: 'Helper', scopes, redirect_uris: [CALLBACK] };
  const answer = await maker.post('applications', settings);
  expectOf(answer.text, answer.status).toBe(201);
  const { id = '', client_id: clientId = '', client_secret: clientSecret = '' } = answer.json as Record<string, string>;
  return RelyingParty.of(server, { id, clientId, clientSecret }, CALLBACK);
}

/** The access token of a person who has allowed the application these scopes. */
async function allowed(party: RelyingParty, person: Person, scopes: string[]): Promise<string> {
  const code = (await party.authorize(person, { scope: scopes.join(' ') })).searchParams.get('code') ?? '';
  return ((await party.redeem(code)).json as { access_token: string }).access_token;
}

async function keyBy(headers: Record<string, string>) {
  const answer = await apiWith(server, headers).post('api-keys', { name: 'Left behind', scopes: KEY_SCOPES });
  expectOf(answer.text, answer.status).toBe(201);
  return { 'x-api-key': (answer.json as { key: string }).key };
}

function ofItself({ client: { clientId, clientSecret } }: RelyingParty) {
  return postForm(`${server.baseUrl}/oauth/token`, { grant_type: 'client_credentials' }, basic(clientId, clientSecret));
}

/** A person who has allowed an application to make things, and what it has made, directly and by what it made. */
async function made(): Promise<Made> {
  const owner = await newPerson(server, admin);
  const person = await newPerson(server, admin);
  const party = await newApplication(owner.api, SCOPES);
  const token = await allowed(party, person, SCOPES);

  const key = await keyBy(bearer(token));
  const left = await newApplication(apiWith(server, bearer(token)), KEY_SCOPES);
  const asItself = () => ofItself(left);
  const { access_token: own } = (await asItself()).json as { access_token: string };
  const [ofKey, ofApplication] = [await keyBy(key), await keyBy(bearer(own))];
  const ofAnother = await keyBy(bearer(await allowed(left, await newPerson(server, admin), KEY_SCOPES)));
  const working = async () => ({
    token: await isPerson(bearer(token)),
    key: await isPerson(key),
    application: (await asItself()).status === 200,
    'its token': await isPerson(bearer(own)),
    'a key of the key': await isPerson(ofKey),
    'a key of the application': await isPerson(ofApplication),
    'its key for another person': await isPerson(ofAnother),
  });
  return { owner, person, party, left, working };
}

const each = (working: Record<string, boolean>, works: boolean) =>
  Object.fromEntries(Object.keys(working).map((name) => [name, works]));

describe('what an application has made for a person ends', () => {
  it.each<[string, (made: Made) => Promise<{ status: number }>]>([
    [
      'when the person takes the consent back',
      ({ person, party }) => person.api.delete(`consents/${party.client.clientId}`),
    ],
    ['when the application is deleted', ({ owner, party }) => owner.api.delete(`applications/${party.client.id}`)],
    [
      'when an administrator disables the application',
      ({ party }) => admin.api.patch(`applications/${party.client.id}`, { disabled: true }),
    ],
    ['when the owner of the application is deleted', ({ owner }) => admin.api.delete(`users/${owner.id}`)],
    [
      'when an administrator ends the remaining credentials of the owner',
      ({ owner }) => admin.api.delete(`users/${owner.id}/remaining-credentials`),
    ],
    ['when the owner does', ({ owner }) => owner.api.delete('users/me/remaining-credentials')],
    [
      'when they are ended after the owner has disabled the application',
      async ({ owner, party }) => {
        await owner.api.patch(`applications/${party.client.id}`, { disabled: true });
        return admin.api.delete(`users/${owner.id}/remaining-credentials`);
      },
    ],
    [
      'when everything of the application is ended',
      ({ owner, party }) => owner.api.post(`applications/${party.client.id}/end-everything`, {}),
    ],
    [
      'when the application is to know people by other subjects, which ends their consents',
      ({ owner, party }) => owner.api.patch(`applications/${party.client.id}`, { subject_type: 'pairwise' }),
    ],
    [
      'when an incident ends the application',
      ({ party }) => admin.api.post('incidents/end', { client_id: party.client.clientId }),
    ],
    [
      'when an incident ends the application for the person',
      ({ person, party }) => admin.api.post('incidents/end', { client_id: party.client.clientId, user_id: person.id }),
    ],
    [
      'when the application is deleted after the person has disabled what it made',
      async ({ owner, person, party, left }) => {
        await person.api.patch(`applications/${left.client.id}`, { disabled: true });
        return owner.api.delete(`applications/${party.client.id}`);
      },
    ],
  ])('%s', async (_, end) => {
    const theirs = await made();
    const before = await theirs.working();
    expect(before).toEqual(each(before, true));
    expect([200, 204]).toContain((await end(theirs)).status);
    expect(await theirs.working()).toEqual(each(before, false));
  });

  it('and the audit trail names it', async () => {
    const { owner, left } = await made();
    await admin.api.delete(`users/${owner.id}`);
    const [event] = await server.database.query<{ details: object }>(
      `SELECT details FROM audit_events WHERE action = 'user.delete' AND target_id = $1`,
      [owner.id],
    );
    const keys = Array.from({ length: 4 }, () => expect.stringMatching(/^key_/));
    expect(event?.details).toMatchObject({ made: { api_keys: keys, applications: [left.client.clientId] } });
  });

  it('and so it does for many people at once, with other subjects', async () => {
    const owner = await newPerson(server, admin);
    const party = await newApplication(owner.api, SCOPES);
    const people = await Promise.all(Array.from({ length: 3 }, () => newPerson(server, admin)));
    const keys: Record<string, string>[] = [];
    for (const person of people) keys.push(await keyBy(bearer(await allowed(party, person, SCOPES))));
    const change = await owner.api.patch(`applications/${party.client.id}`, { subject_type: 'pairwise' });
    expect(change.status).toBe(200);
    expect(await Promise.all(keys.map(isPerson))).toEqual([false, false, false]);
    const [event] = await server.database.query<{ details: { made: { api_keys: string[] } } }>(
      `SELECT details FROM audit_events WHERE action = 'application.update' AND target_id = $1`,
      [party.client.id],
    );
    expect(event?.details.made.api_keys).toHaveLength(3);
  });

  it('and not with other subjects of an application that takes no consent', async () => {
    const theirs = await made();
    const change = (by: Person, body: object) => by.api.patch(`applications/${theirs.party.client.id}`, body);
    expect((await change(admin, { first_party: true })).status).toBe(200);
    expect((await change(admin, { subject_type: 'pairwise' })).status).toBe(200);
    expect(await theirs.working()).toMatchObject({ token: false, key: true, application: true });
  });

  it('and is counted, before and after', async () => {
    const [one, two] = [await made(), await made()];
    const four = { made_api_keys: 4, made_applications: 1 };
    const incident = { client_id: one.party.client.clientId };
    expect((await admin.api.post('incidents/preview', { ...incident, user_id: two.person.id })).json).toMatchObject({
      made_api_keys: 0,
      made_applications: 0,
    });
    expect((await admin.api.post('incidents/preview', { ...incident, user_id: one.person.id })).json).toMatchObject(
      four,
    );
    expect((await admin.api.post('incidents/preview', incident)).json).toMatchObject(four);
    expect((await admin.api.post('incidents/end', incident)).json).toMatchObject(four);
    const path = `applications/${two.party.client.id}/end-everything`;
    expect((await two.owner.api.post(path, {})).json).toMatchObject(four);
    expect((await two.owner.api.post(path, {})).json).toMatchObject({ made_api_keys: 0, made_applications: 0 });
    const events = await server.database.query<{ details: object }>(
      `SELECT details FROM audit_events WHERE action IN ('incident.end', 'application.end-everything')
        AND target_id = ANY ($1) AND details->'made' IS NOT NULL ORDER BY at, id`,
      [[one.party.client.id, two.party.client.id]],
    );
    const keys = Array.from({ length: 4 }, () => expect.stringMatching(/^key_/));
    expect(events.map(({ details }) => details)).toMatchObject(
      [one, two].map(({ left }) => ({ made: { api_keys: keys, applications: [left.client.clientId] } })),
    );
  });

  it('and not when an incident is of a network or a time', async () => {
    const { party, working } = await made();
    const incident = { client_id: party.client.clientId, before: '2999-01-01T00:00:00Z' };
    const nothing = { made_api_keys: 0, made_applications: 0 };
    expect((await admin.api.post('incidents/preview', incident)).json).toMatchObject(nothing);
    expect((await admin.api.post('incidents/end', incident)).json).toMatchObject(nothing);
    expect(await working()).toMatchObject({ token: false, key: true, application: true });
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

/** The application of a person, and what a thief of its secret has made with tokens of the application itself. */
async function madeByItself() {
  const owner = await newPerson(server, admin);
  const party = await newApplication(owner.api, SCOPES);
  const tokenOf = async (one: RelyingParty) => ((await ofItself(one)).json as { access_token: string }).access_token;
  const token = await tokenOf(party);
  const key = await keyBy(bearer(token));
  const left = await newApplication(apiWith(server, bearer(token)), KEY_SCOPES);
  const [ofKey, ofApplication] = [await keyBy(key), await keyBy(bearer(await tokenOf(left)))];
  const working = async () => ({
    token: await isPerson(bearer(token)),
    key: await isPerson(key),
    application: (await ofItself(left)).status === 200,
    'a key of the key': await isPerson(ofKey),
    'a key of the application': await isPerson(ofApplication),
  });
  return { owner, party, api: apiWith(server, bearer(token)), working };
}

describe('what an application has made with its own tokens', () => {
  type Own = Awaited<ReturnType<typeof madeByItself>>;
  it.each<[string, (own: Own) => Promise<{ status: number }>]>([
    [
      'ends when everything of the application is ended',
      ({ owner, party }) => owner.api.post(`applications/${party.client.id}/end-everything`, {}),
    ],
    ['ends when the application is deleted', ({ owner, party }) => owner.api.delete(`applications/${party.client.id}`)],
    [
      'ends when an administrator disables the application',
      ({ party }) => admin.api.patch(`applications/${party.client.id}`, { disabled: true }),
    ],
    [
      'ends when an incident ends the application',
      ({ party }) => admin.api.post('incidents/end', { client_id: party.client.clientId }),
    ],
    [
      'ends when an incident ends the application for its owner',
      async ({ owner, party }) => {
        // a token of the application itself is of no person
        await owner.api.patch(`applications/${party.client.id}`, { disabled: true });
        return admin.api.post('incidents/end', { client_id: party.client.clientId, user_id: owner.id });
      },
    ],
  ])('%s', async (_, end) => {
    const own = await madeByItself();
    const before = await own.working();
    expect(before).toEqual(each(before, true));
    expect([200, 204]).toContain((await end(own)).status);
    expect(await own.working()).toEqual(each(before, false));
  });

  it('stays when the application is first-party no more: it is still its owner’s', async () => {
    const { party, working } = await madeByItself();
    for (const first_party of [true, false]) {
      expect((await admin.api.patch(`applications/${party.client.id}`, { first_party })).status).toBe(200);
    }
    const after = await working();
    expect(after).toEqual({ ...each(after, true), token: false });
  });

  it('stays when the application is to know people by other subjects, its owner among them', async () => {
    const { owner, party, working } = await madeByItself();
    await allowed(party, owner, SCOPES);
    const change = await owner.api.patch(`applications/${party.client.id}`, { subject_type: 'pairwise' });
    expect(change.status).toBe(200);
    const after = await working();
    expect(after).toEqual({ ...each(after, true), token: false });
  });

  it('is told by its name, and the application changes what else its owner has, as before', async () => {
    const { owner, party, api } = await madeByItself();
    const { clientId } = party.client;
    const key = await api.post('api-keys', { name: 'One', scopes: KEY_SCOPES });
    expect(key.json).toMatchObject({ made_by: { client_id: clientId, name: 'Helper' } });
    const mine = { name: 'Mine', scopes: ['read:account'] };
    for (const path of ['api-keys', 'applications']) {
      const { id } = (await owner.api.post(path, mine)).json as { id: string };
      expect((await api.patch(`${path}/${id}`, { name: 'Ours' })).json).toMatchObject({ name: 'Ours', made_by: null });
    }
  });
});
