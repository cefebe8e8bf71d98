/*
 * A member who puts other people into brands of their own would read their names, make them owners of as many brands as a
 * member may own, so that they can create none, and put what they write into other people's lists; two accounts that hand brands
 * to each other would own any number. An owner invites:
 * a person belongs to the brand once they accept, and until then it gets nothing of theirs.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, call } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let owner: Person;
let invited: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { BRANDS_PER_MEMBER: '3' } });
  admin = await administrator(server);
  owner = await newPerson(server, admin);
});
afterAll(() => server.stop());

const dataOf = (answer: Answer) => (answer.json as { data: unknown[] }).data;
let brands = 0;

/** A brand of an administrator's, of which the owner is one. */
async function brand(): Promise<string> {
  const made = await admin.api.post('brands', { name: `Brand ${String(++brands)}` });
  const { id } = made.json as { id: string };
  await admin.api.put(`brands/${id}/members/${owner.id}`, { role: 'owner' });
  return id;
}

/** The owner has invited a person with a name. */
async function invitation(role: 'owner' | 'member' = 'member'): Promise<string> {
  const id = await brand();
  invited = await newPerson(server, admin);
  await invited.api.patch('users/me', { name: 'Ada Lovelace' });
  const answer = await owner.api.put(`brands/${id}/members/${invited.id}`, { role });
  expect([answer.status, answer.json]).toEqual([200, { user_id: invited.id, name: null, role, accepted: false }]);
  return id;
}

describe('a person invited by the owner of a brand', () => {
  it('is not told of, and has no right at the brand, until they accept', async () => {
    const id = await invitation();
    expect((await owner.api.get(`brands/${id}/members/${invited.id}`)).json).toMatchObject({
      name: null,
      accepted: false,
    });
    expect(dataOf(await owner.api.get(`brands/${id}/members`))).toContainEqual(
      expect.objectContaining({ user_id: invited.id, name: null }),
    );
    expect(dataOf(await invited.api.get('brands'))).toEqual([]);
    expect((await invited.api.get(`brands/${id}`)).status).toBe(404);
    expect((await invited.api.get(`brands/${id}/members`)).status).toBe(404);
    const list = await invited.api.get('brand-invitations');
    expect(dataOf(list)).toEqual([
      {
        brand_id: id,
        brand_name: `Brand ${String(brands)}`,
        role: 'member',
        version: expect.stringMatching(/^.{22}$/),
      },
    ]);

    expect((await invited.api.post(`brand-invitations/${id}/acceptance`, {})).status).toBe(204);
    expect((await invited.api.get(`brands/${id}`)).json).toMatchObject({ role: 'member' });
    expect((await owner.api.get(`brands/${id}/members/${invited.id}`)).json).toMatchObject({ name: 'Ada Lovelace' });
    expect(dataOf(await invited.api.get('brand-invitations'))).toEqual([]);
    expect((await invited.api.post(`brand-invitations/${id}/acceptance`, {})).status).toBe(404);
  });

  it('owns nothing by it: they create brands, and give it to no application', async () => {
    await invitation('owner');
    const person = invited;
    const ids = [];
    for (let i = 0; i < 3; i++) {
      const id = await brand();
      await owner.api.put(`brands/${id}/members/${person.id}`, { role: 'owner' });
      ids.push(id);
    }
    expect((await person.api.post('brands', { name: 'Their own' })).status).toBe(201);
    const settings = { name: 'Shop', scopes: ['openid'], redirect_uris: ['https://app.example.com/cb'] };
    const given = await person.api.post('applications', { ...settings, brand_id: ids[0] });
    expect(given.status).toBe(400);
  });

  it('owns no more by accepting, or by a role that an owner gives, than a member may', async () => {
    const person = await newPerson(server, admin);
    for (const name of ['One', 'Two']) expect((await person.api.post('brands', { name })).status).toBe(201);
    const [first, second, third] = [await brand(), await brand(), await brand()];
    for (const id of [first, second]) await owner.api.put(`brands/${id}/members/${person.id}`, { role: 'owner' });
    const answers = await Promise.all(
      [first, second].map((id) => person.api.post(`brand-invitations/${id}/acceptance`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({
      errors: [{ field: 'brands', message: expect.stringContaining('you own 3 already') }],
    });

    await owner.api.put(`brands/${third}/members/${person.id}`, { role: 'member' });
    expect((await person.api.post(`brand-invitations/${third}/acceptance`, {})).status).toBe(204);
    expect((await owner.api.put(`brands/${third}/members/${person.id}`, { role: 'owner' })).status).toBe(409);
    // an administrator's word has no bound, and an administrator owns as many as they like
    expect((await admin.api.put(`brands/${third}/members/${person.id}`, { role: 'owner' })).status).toBe(200);
    expect((await owner.api.put(`brands/${third}/members/${person.id}`, { role: 'owner' })).status).toBe(200);
  });

  it('is not the last owner of a brand', async () => {
    const [only, other] = [await newPerson(server, admin), await newPerson(server, admin)];
    const { id } = (await only.api.post('brands', { name: 'Mine' })).json as { id: string };
    await only.api.put(`brands/${id}/members/${other.id}`, { role: 'owner' });
    expect((await only.api.delete(`brands/${id}/members/${only.id}`)).status).toBe(409);
  });

  it('declines, and may be invited again; the owner takes it back', async () => {
    const id = await invitation();
    expect((await invited.api.delete(`brand-invitations/${id}`)).status).toBe(204);
    expect((await owner.api.get(`brands/${id}/members/${invited.id}`)).status).toBe(404);
    expect((await invited.api.delete(`brand-invitations/${id}`)).status).toBe(404);
    await owner.api.put(`brands/${id}/members/${invited.id}`, { role: 'owner' });
    expect((await owner.api.delete(`brands/${id}/members/${invited.id}`)).status).toBe(204);
    expect((await invited.api.post(`brand-invitations/${id}/acceptance`, {})).status).toBe(404);
  });

  it('leaves a brand by no refusal of an invitation, and another’s is not theirs', async () => {
    const id = await invitation();
    const other = await newPerson(server, admin);
    expect((await other.api.post(`brand-invitations/${id}/acceptance`, {})).status).toBe(404);
    expect((await other.api.delete(`brand-invitations/${id}`)).status).toBe(404);
    await invited.api.post(`brand-invitations/${id}/acceptance`, {});
    expect((await invited.api.delete(`brand-invitations/${id}`)).status).toBe(404);
    // a member's role is the owner's to change, without another invitation
    const promoted = await owner.api.put(`brands/${id}/members/${invited.id}`, { role: 'owner' });
    expect(promoted.json).toMatchObject({ role: 'owner', accepted: true });
  });

  it.each([
    ['role', (id: string) => owner.api.put(`brands/${id}/members/${invited.id}`, { role: 'owner' })],
    ['name', (id: string) => owner.api.patch(`brands/${id}`, { name: 'Casino' })],
  ])('accepts nothing but what they saw: its %s was changed since', async (_, change) => {
    const id = await invitation();
    const seen = async () => {
      const [{ version }] = dataOf(await invited.api.get('brand-invitations')) as [{ version: string }];
      return `"${version}"`;
    };
    const accept = (version: string) =>
      call(`${server.baseUrl}/api/v1/brand-invitations/${id}/acceptance`, {
        method: 'POST',
        headers: { ...bearer(invited.token), 'if-match': version },
      });
    const before = await seen();
    expect((await change(id)).status).toBe(200);
    const late = await accept(before);
    expect([late.status, late.json]).toEqual([
      412,
      expect.objectContaining({ detail: expect.stringContaining('Look at it again') }),
    ]);
    expect((await owner.api.get(`brands/${id}/members/${invited.id}`)).json).toMatchObject({ accepted: false });
    expect((await accept(await seen())).status).toBe(204);
  });

  it('is one of at most a hundred who have not answered', async () => {
    const id = await invitation();
    await server.database.query(
      `WITH made AS (
         INSERT INTO users (id, email, password_hash, updated_at)
         SELECT gen_random_uuid(), 'invited' || i || '@example.com', 'x', now() FROM generate_series(1, 99) AS i RETURNING id
       ) INSERT INTO brand_members (brand_id, user_id, accepted) SELECT $1::uuid, id, false FROM made`,
      [id],
    );
    const one = await newPerson(server, admin);
    expect((await owner.api.put(`brands/${id}/members/${one.id}`, { role: 'member' })).status).toBe(409);
    expect((await owner.api.put(`brands/${id}/members/${invited.id}`, { role: 'owner' })).status).toBe(200);
    expect((await admin.api.put(`brands/${id}/members/${one.id}`, { role: 'member' })).status).toBe(200);
  });

  it('belongs to it at once where an administrator names them, and answers are audited', async () => {
    const id = await invitation();
    const put = await admin.api.put(`brands/${id}/members/${invited.id}`, { role: 'member' });
    expect(put.json).toMatchObject({ accepted: true, name: 'Ada Lovelace' });
    const second = await newPerson(server, admin);
    await owner.api.put(`brands/${id}/members/${second.id}`, { role: 'member' });
    await second.api.post(`brand-invitations/${id}/acceptance`, {});
    const third = await newPerson(server, admin);
    await owner.api.put(`brands/${id}/members/${third.id}`, { role: 'member' });
    await third.api.delete(`brand-invitations/${id}`);
    const rows = await server.database.query(
      `SELECT action, actor_id FROM audit_events WHERE target_id = $1 AND action LIKE 'brand.invitation-%' ORDER BY id`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'brand.invitation-accept', actor_id: second.id },
      { action: 'brand.invitation-decline', actor_id: third.id },
    ]);
  });
});
