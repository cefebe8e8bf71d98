/*
 * What an attacker would gain: by an application that a person allowed to change their applications or brands, pages that
 * carry that person's brand and lead to the attacker; or the person as a member or owner of the attacker's brand, which
 * tells their name and stays after they took the consent back.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bearer } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const CALLBACK = 'https://app.example.com/callback';
const SCOPES = ['openid', ...['applications', 'brands'].flatMap((of) => [`read:${of}`, `write:${of}`])];

let server: Latchkey;
let admin: Person;
let person: Person;
let helper: RelyingParty;
let api: Api;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  person = await newPerson(server, admin);
  helper = await RelyingParty.at(server, { scopes: SCOPES, redirectUris: [CALLBACK] });
  api = await signedInTo(helper);
});
afterAll(() => server.stop());

async function signedInTo(party: RelyingParty): Promise<Api> {
  const { access_token: token } = await party.tokens(person, { scope: SCOPES.join(' ') });
  return apiWith(server, bearer(token));
}

async function brandOf(by: Api): Promise<string> {
  const { status, json } = await by.post('brands', { name: 'Acme' });
  expect(status).toBe(201);
  return (json as { id: string }).id;
}

const application = (brand_id: string | null) => ({
  name: 'Acme',
  scopes: ['openid'],
  redirect_uris: [CALLBACK],
  brand_id,
});

it('an application gives none to what it makes but one that it made, too', async () => {
  const theirs = await brandOf(person.api);
  const refused = await api.post('applications', application(theirs));
  expect([refused.status, refused.json]).toMatchObject([403, { errors: [{ field: 'brand_id' }] }]);

  const made = await api.post('applications', application(await brandOf(api)));
  expect(made.status).toBe(201);
  const { id } = made.json as { id: string };
  expect((await api.patch(`applications/${id}`, { brand_id: theirs })).status).toBe(403);
  expect((await api.patch(`applications/${id}`, { brand_id: null })).status).toBe(200);
  expect((await person.api.patch(`applications/${id}`, { brand_id: theirs })).status).toBe(200);
  expect((await person.api.post('applications', application(theirs))).status).toBe(201);
});

it('a first-party application gives the person’s own', async () => {
  const organisation = await RelyingParty.at(server, { scopes: SCOPES, firstParty: true, redirectUris: [CALLBACK] });
  const theirs = await brandOf(person.api);
  expect((await (await signedInTo(organisation)).post('applications', application(theirs))).status).toBe(201);
});

it.each(['member', 'owner'])(
  'an application does not accept to become a %s of another’s, and may decline',
  async (role) => {
    const attacker = await newPerson(server, admin);
    const brand = await brandOf(attacker.api);
    const invite = () => attacker.api.put(`brands/${brand}/members/${person.id}`, { role });
    await invite();
    const acceptance = `brand-invitations/${brand}/acceptance`;
    expect((await api.post(acceptance, {})).json).toMatchObject({ errors: [{ field: 'brand_id' }] });
    expect((await attacker.api.get(`brands/${brand}/members/${person.id}`)).json).toMatchObject({ accepted: false });
    expect((await api.delete(`brand-invitations/${brand}`)).status).toBe(204);
    await invite();
    expect((await person.api.post(acceptance, {})).status).toBe(204);
  },
);
