/*
 * An owner who widens an application in the moment before an administrator's gift lands would have it for what the
 * administrator never saw: first-party, for instance, with one more redirect URI, or confirmed under the name of a bank that the brand
 * on its pages took. Who names the version that they saw
 * gives to that one and to no other.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { holdRow } from '../support/held-row.js';
import { type Answer, bearer, call, JSON_TYPE } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';
const ELSEWHERE = 'https://elsewhere.example/callback';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

let server: Latchkey;
let admin: Person;
let member: Person;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  member = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Seen {
  id: string;
  client_id: string;
  version: string;
}

async function created(): Promise<Seen> {
  const settings = { name: 'Notes', scopes: ['openid', 'read_items'], redirect_uris: [CALLBACK] };
  const answer = await member.api.post('applications', settings);
  expectOf(answer.text, answer.status).toBe(201);
  return answer.json as Seen;
}

async function newBrand(): Promise<{ id: string }> {
  return (await member.api.post('brands', { name: 'Notes Ltd' })).json as { id: string };
}

async function givenBrand(): Promise<object> {
  const brand = await admin.api.post('brands', { name: 'Acme' });
  return { brand_id: (brand.json as { id: string }).id };
}

async function targeted(): Promise<object> {
  const identifier = 'https://target.example';
  await admin.api.post('resources', { name: 'Target', identifier });
  return { exchange_targets: [identifier] };
}

const detailOf = ({ status, json }: Answer) => [status, (json as { detail?: string }).detail];

describe('a gift for an application as it was seen', () => {
  const seen = async ({ id }: Seen) => (await admin.api.get(`applications/${id}`)).json as Seen;
  const giveTo = ({ id }: Seen, ifMatch: string, gift: object) =>
    call(`${server.baseUrl}/api/v1/applications/${id}`, {
      method: 'PATCH',
      headers: { ...bearer(admin.token), 'content-type': JSON_TYPE, 'if-match': ifMatch },
      body: JSON.stringify(gift),
    });

  it.each<[string, () => Promise<object>]>([
    ['first-party', async () => Promise.resolve({ first_party: true })],
    ['the token exchange grant', async () => Promise.resolve({ grant_types: ['authorization_code', TOKEN_EXCHANGE] })],
    ['targets of token exchange', targeted],
    [
      'a security profile',
      async () => Promise.resolve({ security_profile: 'fapi2', id_token_signed_response_alg: 'ES256' }),
    ],
    ['a brand', givenBrand],
    ['the word that an administrator has looked at it', async () => Promise.resolve({ confirmed: true })],
  ])('is not given to what its owner has made of it since: %s', async (_, giftOf) => {
    const application = await created();
    const { version } = await seen(application);
    const gift = await giftOf();
    await member.api.patch(`applications/${application.id}`, { redirect_uris: [CALLBACK, ELSEWHERE] });
    const now = await seen(application);
    const refused = await giveTo(application, `"${version}"`, gift);
    expect(detailOf(refused)).toEqual([412, expect.stringMatching(/^The application was changed meanwhile/)]);
    expect(await seen(application)).toEqual(now);
    expect((await giveTo(application, `"${now.version}"`, gift)).status).toBe(200);
  });

  it('is not given where the owner’s change is under way', async () => {
    const application = await created();
    const { version } = await seen(application);
    const held = await holdRow(server.database, 'applications', { id: application.id });
    const widening = member.api.patch(`applications/${application.id}`, { redirect_uris: [CALLBACK, ELSEWHERE] });
    await held.waiting(1);
    const giving = giveTo(application, `"${version}"`, { first_party: true });
    await held.waiting(2);
    await held.release();
    expect([(await widening).status, (await giving).status]).toEqual([200, 412]);
  });

  async function branded(): Promise<{ application: Seen; brand: string }> {
    const { id: brand } = await newBrand();
    const application = await created();
    expect((await member.api.patch(`applications/${application.id}`, { brand_id: brand })).status).toBe(200);
    return { application, brand: `brands/${brand}` };
  }

  it.each([
    ['name', { name: 'Acme Bank' }],
    ['logo', { logo_url: 'https://bank.example/logo.png' }],
  ])('is not given to what carries a brand of another %s since', async (_, change) => {
    const { application, brand } = await branded();
    const { version } = await seen(application);
    expect((await member.api.patch(brand, { primary_color: '#123456' })).status).toBe(200);
    expect((await seen(application)).version).toBe(version);
    expect((await member.api.patch(brand, change)).status).toBe(200);
    expect((await giveTo(application, `"${version}"`, { confirmed: true })).status).toBe(412);
    const now = await seen(application);
    expect(now).toMatchObject({ confirmed: false });
    expect((await giveTo(application, `"${now.version}"`, { confirmed: true })).status).toBe(200);
  });

  it('is not given where another name of the brand is under way', async () => {
    const { application, brand } = await branded();
    const { version } = await seen(application);
    const held = await holdRow(server.database, 'brands', { id: brand.slice('brands/'.length) });
    const renaming = member.api.patch(brand, { name: 'Acme Bank' });
    await held.waiting(1);
    const giving = giveTo(application, `"${version}"`, { confirmed: true });
    await held.waiting(2);
    await held.release();
    expect([(await renaming).status, (await giving).status]).toEqual([200, 412]);
    expect(await seen(application)).toMatchObject({ confirmed: false });
  });

  it.each([
    ['confirmed', { confirmed: true }],
    ['first-party', { first_party: true }],
  ])('is not given in one change with a brand of the owner’s, which no version covers: %s', async (_, gift) => {
    const [application, { id: brand_id }] = [await created(), await newBrand()];
    const { version } = await seen(application);
    const refused = await giveTo(application, `"${version}"`, { brand_id, ...gift });
    expect(detailOf(refused)).toEqual([409, expect.stringContaining('give the brand first')]);
    expect((await giveTo(application, `"${version}"`, { brand_id })).status).toBe(200);
    const { version: branded } = await seen(application);
    expect((await giveTo(application, `"${branded}"`, gift)).status).toBe(200);
    expect(await seen(application)).toMatchObject({ confirmed: true, brand_id });
  });

  it('is given so without the header, and with a brand that is no owner’s to rename', async () => {
    const [application, other] = [await created(), await created()];
    const { id: brand_id } = await newBrand();
    expect((await admin.api.patch(`applications/${application.id}`, { brand_id, confirmed: true })).status).toBe(200);
    const { version } = await seen(other);
    const gift = { ...(await givenBrand()), confirmed: true };
    expect((await giveTo(other, `"${version}"`, gift)).status).toBe(200);
    expect((await giveTo(other, '*', { brand_id, confirmed: true })).status).toBe(200);
  });

  it('does not go on for a brand of the owner’s that an administrator gives afterwards', async () => {
    const [application, { id: brand_id }] = [await created(), await newBrand()];
    expect((await admin.api.patch(`applications/${application.id}`, { confirmed: true })).status).toBe(200);
    const { version } = await seen(application);
    expect((await giveTo(application, `"${version}"`, { brand_id })).json).toMatchObject({ confirmed: false });
  });

  it('is taken back where the brand that comes with it is renamed before it is kept', async () => {
    const [application, { id: brand_id }] = [await created(), await newBrand()];
    const held = await holdRow(server.database, 'applications', { id: application.id });
    const giving = admin.api.patch(`applications/${application.id}`, { brand_id, confirmed: true });
    await held.waiting(1);
    const renaming = member.api.patch(`brands/${brand_id}`, { name: 'Acme Bank' });
    await Promise.race([renaming, held.waiting(2)]);
    await held.release();
    expect([(await giving).status, (await renaming).status]).toEqual([200, 200]);
    expect(await seen(application)).toMatchObject({ brand_id, confirmed: false });
  });

  it('has the same version in lists, another after each change, and none in a weak tag', async () => {
    const application = await created();
    const { version } = await seen(application);
    const list = (await admin.api.get(`applications?q=${application.client_id}`)).json as { data: Seen[] };
    expect(list.data.map((each) => each.version)).toEqual([version]);
    expect((await giveTo(application, `W/"${version}"`, { name: 'A' })).status).toBe(412);
    expect((await giveTo(application, version, { name: 'A' })).status).toBe(412);
    expect((await giveTo(application, `"other", "${version}"`, { name: 'A' })).status).toBe(200);
    expect((await giveTo(application, `"${version}"`, { name: 'B' })).status).toBe(412);
    expect((await giveTo(application, '*', { name: 'B' })).status).toBe(200);
  });

  it('is given without the header to the application as it is then', async () => {
    const application = await created();
    await member.api.patch(`applications/${application.id}`, { redirect_uris: [CALLBACK, ELSEWHERE] });
    expect((await admin.api.patch(`applications/${application.id}`, { first_party: true })).status).toBe(200);
  });
});
