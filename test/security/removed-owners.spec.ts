/*
 * What an attacker would gain: a brand that they were just put out of, or a scope that an administrator has just taken
 * away. Their write waits behind that for the row, and would make them an owner again, promote an accomplice, or put the
 * scope back.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectOf } from '../support/expect-of.js';
import { holdRow } from '../support/held-row.js';
import type { Answer } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let owner: Person;
let removed: Person;
let third: Person;
let accomplice: Person;
beforeAll(async () => {
  server = await startLatchkey({ settings: { BRANDS_PER_MEMBER: '100', APPLICATIONS_PER_MEMBER: '100' } });
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  removed = await newPerson(server, admin);
  third = await newPerson(server, admin);
  accomplice = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Brand {
  id: string;
  applicationId: string;
}

/** A brand with three owners and a member, and an application that carries it. */
async function branded(): Promise<Brand> {
  const { id } = (await owner.api.post('brands', { name: 'Acme' })).json as { id: string };
  for (const [person, role] of [
    [removed, 'owner'],
    [third, 'owner'],
    [accomplice, 'member'],
  ] as const)
    expect((await admin.api.put(`brands/${id}/members/${person.id}`, { role })).status).toBe(200);
  const made = await owner.api.post('applications', { name: 'Shop', scopes: ['read_items'], brand_id: id });
  expectOf(made.text, made.status).toBe(201);
  return { id, applicationId: (made.json as { id: string }).id };
}

const stateOf = ({ id, applicationId }: Brand) =>
  server.database.query(
    `SELECT b.name, (SELECT brand_id::text FROM applications WHERE id = $2) AS carried,
            (SELECT array_agg(m.user_id || ' ' || m.role || ' ' || m.accepted ORDER BY m.user_id)
               FROM brand_members m WHERE m.brand_id = b.id) AS members
       FROM brands b WHERE b.id = $1`,
    [id, applicationId],
  );

/** What ends the right reaches the row first, and the write right behind it. */
async function behind(
  [table, id]: [table: string, id: string],
  end: () => Promise<Answer>,
  write: () => Promise<Answer>,
): Promise<[ended: Answer, written: Answer]> {
  const held = await holdRow(server.database, table, { id });
  const ending = end();
  await held.waiting(1);
  const writing = write();
  await held.waiting(2);
  await held.release();
  return [await ending, await writing];
}

const take = ({ id }: Brand) => owner.api.delete(`brands/${id}/members/${removed.id}`);
const demote = ({ id }: Brand) => owner.api.put(`brands/${id}/members/${removed.id}`, { role: 'member' });

const WRITES: [string, (brand: Brand) => Promise<Answer>][] = [
  ['put themselves back', ({ id }) => removed.api.put(`brands/${id}/members/${removed.id}`, { role: 'owner' })],
  ['promote another', ({ id }) => removed.api.put(`brands/${id}/members/${accomplice.id}`, { role: 'owner' })],
  ['remove another owner', ({ id }) => removed.api.delete(`brands/${id}/members/${third.id}`)],
  ['change its looks', ({ id }) => removed.api.patch(`brands/${id}`, { name: 'Theirs' })],
  ['delete it', ({ id }) => removed.api.delete(`brands/${id}`)],
  [
    'take it off an application',
    ({ id, applicationId }) => removed.api.delete(`brands/${id}/applications/${applicationId}`),
  ],
];

describe('an owner of a brand who is being removed does not', () => {
  it.each(WRITES)('%s', async (_, write) => {
    for (const end of [take, demote]) {
      const brand = await branded();
      const [before] = (await stateOf(brand)) as { members: string[] }[];
      const [ended, written] = await behind(
        ['brands', brand.id],
        () => end(brand),
        () => write(brand),
      );
      expect(ended.status).toBeLessThan(300);
      expectOf(written.text, written.status).toBe(403);
      const members = before?.members
        .map((member) => (end === demote ? member.replace(`${removed.id} owner`, `${removed.id} member`) : member))
        .filter((member) => end === demote || !member.startsWith(removed.id));
      expect(await stateOf(brand)).toEqual([{ ...before, members }]);
    }
  });

  it('leave twice', async () => {
    const brand = await branded();
    const leave = () => removed.api.delete(`brands/${brand.id}/members/${removed.id}`);
    const [, written] = await behind(['brands', brand.id], () => take(brand), leave);
    expect(written.status).toBe(404);
  });

  it('keep an administrator from what they do to it', async () => {
    const brand = await branded();
    const put = () => admin.api.put(`brands/${brand.id}/members/${removed.id}`, { role: 'owner' });
    const [, written] = await behind(['brands', brand.id], () => take(brand), put);
    expect([written.status, written.json]).toEqual([200, expect.objectContaining({ role: 'owner', accepted: true })]);
  });
});

describe('an owner of an API does not put back', () => {
  it('a scope that only administrators give, in the moment in which one takes it away', async () => {
    const identifier = 'https://api.example.com/taken';
    const made = await owner.api.post('resources', { identifier, name: 'Items', scopes: ['read_items'] });
    const { id } = made.json as { id: string };
    const given = { scopes: ['read_items', 'read:users'] };
    expect((await admin.api.patch(`resources/${id}`, given)).status).toBe(200);
    // what is there already may stay
    expect((await owner.api.patch(`resources/${id}`, { ...given, name: 'Ours' })).status).toBe(200);
    const [, written] = await behind(
      ['resources', id],
      () => admin.api.patch(`resources/${id}`, { scopes: ['read_items'] }),
      () => owner.api.patch(`resources/${id}`, { ...given, name: 'Theirs' }),
    );
    expectOf(written.text, written.status).toBe(403);
    expect((await owner.api.get(`resources/${id}`)).json).toMatchObject({ name: 'Ours', scopes: ['read_items'] });
  });
});
