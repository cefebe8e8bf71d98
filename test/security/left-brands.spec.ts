/*
 * What an attacker would gain: people's sign-ins by their passwords alone, where an administrator required a second
 * factor by the brand. Who owns the application or the brand, or has a narrow key of theirs, would take the brand off, or the
 * policy off the brand in the moment in which an administrator sets it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { holdRow } from '../support/held-row.js';
import { basic, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let owner: Person;
beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  owner = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Application {
  id: string;
  client_id: string;
  client_secret: string;
}

/** An application of the owner, who owns its brand, too; an administrator required a second factor by the brand. */
async function branded(): Promise<{ brandId: string; application: Application }> {
  const { id: brandId } = (await owner.api.post('brands', { name: 'Careful' })).json as { id: string };
  expect((await admin.api.patch(`brands/${brandId}`, { second_factor: 'required' })).status).toBe(200);
  const made = await owner.api.post('applications', { name: 'Shop', scopes: ['read_items'], brand_id: brandId });
  expectOf(made.text, made.status).toBe(201);
  return { brandId, application: made.json as Application };
}

/** What the password alone gives. */
async function byPassword({ client_id, client_secret }: Application) {
  const form = { grant_type: 'password', username: owner.email, password: owner.password };
  return (await postForm(`${server.baseUrl}/oauth/token`, form, basic(client_id, client_secret))).status;
}

const policyOf = async ({ id }: Application) =>
  ((await owner.api.get(`applications/${id}`)).json as { second_factor: string | null }).second_factor;

describe('a brand’s policy of second factors stays with an application that', () => {
  it.each<[string, (brandId: string, application: Application) => Promise<{ status: number }>]>([
    ['its owner takes the brand off', (_, { id }) => owner.api.patch(`applications/${id}`, { brand_id: null })],
    [
      'its owner takes the brand off, with a policy that says less',
      (_, { id }) => owner.api.patch(`applications/${id}`, { brand_id: null, second_factor: 'optional' }),
    ],
    [
      'its owner gives another brand',
      async (_, { id }) => {
        const { id: other } = (await owner.api.post('brands', { name: 'Careless' })).json as { id: string };
        return owner.api.patch(`applications/${id}`, { brand_id: other });
      },
    ],
    ['an owner of the brand detaches', (brandId, { id }) => owner.api.delete(`brands/${brandId}/applications/${id}`)],
    ['loses its brand for good', (brandId) => owner.api.delete(`brands/${brandId}`)],
  ])('%s', async (_, leave) => {
    const { brandId, application } = await branded();
    expect(await byPassword(application)).toBe(400);
    const answer = await leave(brandId, application);
    expect([200, 204]).toContain(answer.status);
    expect([await byPassword(application), await policyOf(application)]).toEqual([400, 'required']);
    expect((await owner.api.patch(`applications/${application.id}`, { second_factor: null })).status).toBe(403);
  });

  it('never had less to say, and is an administrator’s to take away', async () => {
    const { brandId, application } = await branded();
    expect((await admin.api.delete(`brands/${brandId}/applications/${application.id}`)).status).toBe(204);
    expect([await byPassword(application), await policyOf(application)]).toEqual([200, null]);
    const { id: lax } = (await owner.api.post('brands', { name: 'Lax', second_factor: 'optional' })).json as {
      id: string;
    };
    await owner.api.patch(`applications/${application.id}`, { brand_id: lax, second_factor: 'required' });
    await owner.api.patch(`applications/${application.id}`, { brand_id: null });
    expect(await policyOf(application)).toBe('required');
  });
});

it('a brand’s policy is not taken off by its owner while an administrator sets it', async () => {
  const { id } = (await owner.api.post('brands', { name: 'Quick' })).json as { id: string };
  const held = await holdRow(server.database, 'brands', { id });
  const requiring = admin.api.patch(`brands/${id}`, { second_factor: 'required' });
  await held.waiting(1);
  const takingOff = owner.api.patch(`brands/${id}`, { second_factor: null });
  await held.waiting(2);
  await held.release();
  expect([(await requiring).status, (await takingOff).status]).toEqual([200, 403]);
  expect((await admin.api.get(`brands/${id}`)).json).toMatchObject({ second_factor: 'required' });
});
