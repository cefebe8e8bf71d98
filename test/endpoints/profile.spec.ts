import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { holdRow } from '../support/held-row.js';
import { type Answer, bearer, call } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const PROFILE = {
  given_name: 'Ada',
  family_name: 'Lovelace',
  middle_name: 'King',
  nickname: 'The Enchantress',
  profile: 'https://example.com/ada',
  picture: 'https://example.com/ada.png',
  website: 'https://ada.example.com/',
  gender: 'female',
  birthdate: '1815-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en-GB',
};
const ADDRESS = { street_address: '12 St James’s Square\nFirst floor', locality: 'London', country: 'UK' };
const PHONE = '+44 20 7946 0000';
const SCOPES = ['openid', 'profile', 'email', 'address', 'phone'];

let server: Latchkey;
let admin: Person;
let ada: Person;
let party: RelyingParty;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  ada = await newPerson(server, admin);
  party = await RelyingParty.at(server, { scopes: SCOPES });
});
afterAll(() => server.stop());

const profileOf = (answer: Answer) => (answer.json as { profile: Record<string, unknown> }).profile;
const told = async (scope: string) => {
  const { access_token } = await party.tokens(ada, { scope });
  return (await call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(access_token) })).json;
};

describe('what a person tells of themselves', () => {
  it('reaches applications by scope', async () => {
    const profile = { ...PROFILE, address: ADDRESS, phone_number: PHONE };
    const changed = await ada.api.patch('users/me', { name: 'Ada Lovelace', username: 'ada', profile });
    expect([changed.status, profileOf(changed)]).toEqual([200, profile]);
    expect(await told('openid profile')).toEqual({
      sub: ada.id,
      ...PROFILE,
      name: 'Ada Lovelace',
      preferred_username: 'ada',
      updated_at: expect.any(Number),
    });
    expect(await told('openid address phone')).toEqual({
      sub: ada.id,
      address: ADDRESS,
      phone_number: PHONE,
      phone_number_verified: false,
    });
  });

  it('reaches an id_token where asked for by name', async () => {
    const claims = JSON.stringify({ id_token: { given_name: null, phone_number: { essential: true } } });
    const minimal = await RelyingParty.at(server, {
      scopes: ['openid', 'profile', 'phone'],
      metadata: { id_token_claims: 'minimal' },
    });
    const { id_token } = await minimal.tokens(ada, { scope: 'openid profile phone', claims });
    expect(claimsOf(id_token)).toMatchObject({ given_name: 'Ada', phone_number: PHONE });
    expect(claimsOf(id_token)).not.toHaveProperty('family_name');
  });

  it('is replaced as a whole, and kept where nothing is said of it', async () => {
    const person = await newPerson(server, admin);
    await person.api.patch('users/me', { profile: { given_name: 'A', locale: 'de' } });
    expect(profileOf(await person.api.patch('users/me', { name: 'B' }))).toEqual({ given_name: 'A', locale: 'de' });
    expect(profileOf(await person.api.patch('users/me', { profile: { nickname: 'C' } }))).toEqual({ nickname: 'C' });
    const { data } = (await admin.api.get(`audit-events?target=${person.id}&action=user.update`)).json as {
      data: { details: { fields: string[] } }[];
    };
    expect(data[0]?.details.fields).toEqual(['profile']);
  });

  it.each([
    ['an unknown claim', { shoe_size: '40' }],
    ['two lines', { given_name: 'a\nb' }],
    ['a direction mark', { nickname: 'a\u202eb' }],
    ['a script', { picture: 'javascript:alert(1)' }],
    ['a date that is none', { birthdate: '10.12.1815' }],
    ['a local number', { phone_number: '030 123' }],
    ['a verified number', { phone_number: PHONE, phone_number_verified: true }],
    ['an address in one string', { address: 'London' }],
    ['too much', { website: `https://example.com/${'a'.repeat(3000)}` }],
  ])('is refused: %s', async (_, profile) => {
    expect((await ada.api.patch('users/me', { profile })).status).toBe(400);
  });
});

describe('a verified phone number', () => {
  it('is verified by an admin, and unverified as soon as it is another', async () => {
    const person = await newPerson(server, admin);
    const profile = { phone_number: PHONE, phone_number_verified: true };
    expect(profileOf(await admin.api.patch(`users/${person.id}`, { profile }))).toEqual(profile);
    const same = await person.api.patch('users/me', { profile: { phone_number: PHONE, nickname: 'x' } });
    expect(profileOf(same)).toEqual({ ...profile, nickname: 'x' });
    const other = await person.api.patch('users/me', { profile: { phone_number: '+44 20 7946 0001' } });
    expect(profileOf(other)).toEqual({ phone_number: '+44 20 7946 0001' });
  });

  it('is unverified where an admin takes that back while the person changes something else', async () => {
    const person = await newPerson(server, admin);
    const profile = { phone_number: PHONE };
    await admin.api.patch(`users/${person.id}`, { profile: { ...profile, phone_number_verified: true } });
    const held = await holdRow(server.database, 'users', { id: person.id });
    const taking = admin.api.patch(`users/${person.id}`, { profile });
    await held.waiting(1);
    const changing = person.api.patch('users/me', { profile: { ...profile, nickname: 'x' } });
    await held.waiting(2);
    await held.release();
    expect([(await taking).status, profileOf(await changing)]).toEqual([200, { ...profile, nickname: 'x' }]);
  });

  it('may come with a new user', async () => {
    const email = 'grace@example.com';
    const body = { email, password: 'a compiler of her own', profile: { given_name: 'Grace' } };
    expect(profileOf(await admin.api.post('users', body))).toEqual({ given_name: 'Grace' });
  });
});
