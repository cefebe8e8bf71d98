import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer } from '../support/http.js';
import { administrator, type Api, apiWith, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const KINDS = ['applications', 'api-keys', 'brands', 'resources'];
const SCOPES = ['openid', 'read_items', ...KINDS.flatMap((of) => [`read:${of}`, `write:${of}`])];

let server: Latchkey;
let admin: Person;
let owner: Person;
let person: Person;
let helper: RelyingParty;
let api: Api;
let application: { id: string; version: string };
let key: { id: string };
let brand: { id: string };
let resource: { id: string };

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  person = await newPerson(server, admin);
  helper = await RelyingParty.at(server, { name: 'Helper', scopes: SCOPES, ownerId: owner.id });
  api = await helping(helper);
  application = (await api.post('applications', { name: 'Shop', scopes: ['read_items'] })).json as typeof application;
  key = (await api.post('api-keys', { name: 'Shop', scopes: ['read_items'] })).json as typeof key;
  brand = (await api.post('brands', { name: 'Shop' })).json as typeof brand;
  resource = (await api.post('resources', { name: 'Shop', identifier: 'https://shop.example' }))
    .json as typeof resource;
});
afterAll(() => server.stop());

async function helping(party: RelyingParty): Promise<Api> {
  const { access_token: token } = await party.tokens(person, { scope: SCOPES.join(' ') });
  return apiWith(server, bearer(token));
}

/** What each list and each thing says, which must be the same. */
async function told(by: Api, user = ''): Promise<unknown> {
  const of = async (path: string) => ((await by.get(path)).json as { made_by: unknown }).made_by;
  const listed = async (path: string, id: string) => {
    const { data } = (await by.get(path)).json as { data: { id: string; made_by: unknown }[] };
    return data.find((each) => each.id === id)?.made_by;
  };
  const all = [
    await of(`applications/${application.id}`),
    await of(`api-keys/${key.id}`),
    await of(`brands/${brand.id}`),
    await of(`resources/${resource.id}`),
    await listed(`applications${user}`, application.id),
    await listed(`api-keys${user}`, key.id),
    await listed('brands', brand.id),
    await listed(`resources${user}`, resource.id),
  ];
  for (const each of all) expect(each).toEqual(all[0]);
  return all[0];
}

describe('which application made a thing', () => {
  it('is told to the person it was made for, without the id of an application that is not theirs', async () => {
    expect(await told(person.api)).toEqual({ client_id: helper.client.clientId, name: 'Helper', id: null });
  });

  it('is told to administrators with the id', async () => {
    const { clientId, id } = helper.client;
    expect(await told(admin.api, `?user_id=${person.id}`)).toEqual({ client_id: clientId, name: 'Helper', id });
  });

  it('is told by the answers to its creation and its change', async () => {
    const made = { client_id: helper.client.clientId, name: 'Helper', id: null };
    const scopes = { name: 'Two', scopes: ['read_items'] };
    expect((await api.post('applications', scopes)).json).toMatchObject({ made_by: made });
    expect((await api.post('api-keys', scopes)).json).toMatchObject({ made_by: made });
    expect((await person.api.patch(`api-keys/${key.id}`, { name: 'Three' })).json).toMatchObject({ made_by: made });
    const [name, identifier] = ['Two', 'https://two.example'];
    expect((await api.post('brands', { name })).json).toMatchObject({ made_by: made });
    expect((await api.post('resources', { name, identifier })).json).toMatchObject({ made_by: made });
    for (const path of [`brands/${brand.id}`, `resources/${resource.id}`]) {
      expect((await person.api.patch(path, { name: 'Three' })).json).toMatchObject({ made_by: made });
    }
    const change = await person.api.patch(`applications/${application.id}`, { name: 'Three' });
    expect(change.json).toMatchObject({ made_by: made });
  });

  it('is null for what a person made, and the own application with its id where they made that', async () => {
    const mine = (await person.api.post('applications', { name: 'Mine', scopes: ['read_items'] })).json;
    expect(mine).toMatchObject({ made_by: null });
    expect((await person.api.post('api-keys', { name: 'Mine', scopes: ['read_items'] })).json).toMatchObject({
      made_by: null,
    });
    const own = await RelyingParty.at(server, { name: 'Own', scopes: SCOPES, ownerId: person.id });
    const { id, clientId } = own.client;
    const made = await (await helping(own)).post('api-keys', { name: 'By my own', scopes: ['read_items'] });
    expect(made.json).toMatchObject({ made_by: { client_id: clientId, name: 'Own', id } });
  });

  it('is not told to another application: a person’s applications are no business of the others', async () => {
    const other = await helping(await RelyingParty.at(server, { scopes: SCOPES }));
    expect(await told(other)).toEqual({ client_id: null, name: null, id: null });
  });

  it('is told to the other owners of a brand, and not to its members', async () => {
    const path = `brands/${brand.id}`;
    const seen = async (role: string) => {
      expect((await admin.api.put(`${path}/members/${owner.id}`, { role })).status).toBe(200);
      return (await owner.api.get(path)).json;
    };
    const { id, clientId } = helper.client;
    expect(await seen('member')).toMatchObject({ made_by: { client_id: null, name: null, id: null } });
    expect(await seen('owner')).toMatchObject({ made_by: { client_id: clientId, name: 'Helper', id } });
  });

  it('is no part of the version: another name of the maker is no change', async () => {
    const path = `applications/${application.id}`;
    const { version } = (await person.api.get(path)).json as { version: string };
    expect((await owner.api.patch(`applications/${helper.client.id}`, { name: 'Renamed' })).status).toBe(200);
    expect((await person.api.get(path)).json).toMatchObject({ version, made_by: { name: 'Renamed' } });
  });

  it('stays, without a name, when that application is gone', async () => {
    expect((await owner.api.delete(`applications/${helper.client.id}`)).status).toBe(204);
    const answer = await person.api.get(`applications/${application.id}`);
    const made = { client_id: helper.client.clientId, name: null, id: null };
    expect(answer.json).toMatchObject({ disabled: true, made_by: made });
  });
});
