// What an attacker would gain: an access token that a person cannot end for the rest of its day. An application has its
// refresh tokens live for a minute, or shortens its lifetimes once it has the token, and refreshes: a sign-in that had expired before
// its access tokens would be in no list, and no ending would find it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const DAY = 86_400;

const clock = new TestClock();
let server: Latchkey;
let admin: Person;

beforeAll(async () => {
  server = await startLatchkey({ clock });
});
afterAll(() => server.stop());

interface Taken {
  person: Person;
  party: RelyingParty;
  /** Of the sign-in. */
  id: string;
  isActive: () => Promise<boolean>;
}

/** The access token of a day that an application of long and then short lifetimes keeps after a refresh, two minutes later. */
async function taken(long: { accessTokenTtl: number; refreshTokenTtl: number }, shortened?: object): Promise<Taken> {
  admin = await administrator(server);
  const person = await newPerson(server, admin);
  const party = await RelyingParty.at(server, long);
  const { access_token, refresh_token = '' } = await party.tokens(person);
  if (shortened !== undefined) {
    expect((await admin.api.patch(`applications/${party.client.id}`, shortened)).status).toBe(200);
  }
  expect((await party.token({ grant_type: 'refresh_token', refresh_token })).status).toBe(200);
  clock.advance(120);
  const isActive = async () => {
    const { clientId, clientSecret } = party.client;
    const form = { token: access_token };
    const answer = await postForm(`${server.baseUrl}/oauth/introspect`, form, basic(clientId, clientSecret));
    return (answer.json as { active: boolean }).active;
  };
  expect(await isActive()).toBe(true);
  return { person, party, id: String(claimsOf(access_token).sid), isActive };
}

const ENDINGS: [string, (of: Taken) => Promise<Answer>][] = [
  ['the sign-in', ({ person, id }) => person.api.delete(`grants/${id}`)],
  ['those of the application', ({ person, party }) => person.api.delete(`grants?client_id=${party.client.clientId}`)],
  ['those of the person', ({ person }) => admin.api.delete(`grants?user_id=${person.id}`)],
  ['the consent', ({ person, party }) => person.api.delete(`consents/${party.client.clientId}`)],
  ['the browser session', ({ person }) => person.api.delete('sessions')],
  ['an incident', ({ person }) => admin.api.post('incidents/end', { user_id: person.id, ip: '127.0.0.0/8' })],
];

describe.each<[string, () => Promise<Taken>]>([
  ['whose refresh tokens live for a minute', () => taken({ accessTokenTtl: DAY, refreshTokenTtl: 60 })],
  [
    'that shortens its lifetimes',
    () => taken({ accessTokenTtl: DAY, refreshTokenTtl: DAY }, { access_token_ttl: 60, refresh_token_ttl: 60 }),
  ],
])('an access token of an application %s', (_, take) => {
  it.each(ENDINGS)('ends with %s', async (_what, end) => {
    const of = await take();
    expect((await end(of)).status).toBeLessThan(300);
    expect(await of.isActive()).toBe(false);
  });

  it('is listed by its sign-in', async () => {
    const { person, id } = await take();
    expect((await person.api.get('grants')).text).toContain(id);
  });
});

it('is listed no longer than that', async () => {
  const { person, id } = await taken({ accessTokenTtl: 600, refreshTokenTtl: 60 });
  expect((await person.api.get('grants')).text).toContain(id);
  clock.advance(600);
  expect((await person.api.get('grants')).text).not.toContain(id);
});
