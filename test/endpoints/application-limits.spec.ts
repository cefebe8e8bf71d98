import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';

let server: Latchkey;
let admin: Person;
let owner: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { APPLICATIONS_PER_MEMBER: '3' } });
  admin = await administrator(server);
  owner = await newPerson(server, admin);
});
afterAll(() => server.stop());

const create = (person: Person) => person.api.post('applications', { name: 'Warehouse', scopes: ['read_items'] });

async function created(person: Person): Promise<string> {
  const answer = await create(person);
  expect(answer.status).toBe(201);
  return (answer.json as { id: string }).id;
}

const disable = ({ api }: Person, id: string, disabled: boolean) => api.patch(`applications/${id}`, { disabled });

describe('what an admin has disabled', () => {
  it('is not enabled by its owner, who is told why; then by an admin', async () => {
    const id = await created(owner);
    expect((await disable(admin, id, true)).json).toMatchObject({ disabled: true, disabled_by_admin: true });
    const refused = await disable(owner, id, false);
    expect([refused.status, refused.json]).toMatchObject([
      403,
      {
        detail: 'Not enough permissions',
        errors: [
          { field: 'disabled', message: 'an admin disabled the application; only an admin can enable it again' },
        ],
      },
    ]);
    const kept = () =>
      server.database.query(
        `SELECT actor_type, actor_id FROM audit_events WHERE outcome = 'refused' AND action LIKE 'PATCH %'`,
      );
    await eventually(kept, (value) => expect(value).toEqual([{ actor_type: 'user', actor_id: owner.id }]));
    expect((await owner.api.get(`applications/${id}`)).json).toMatchObject({ disabled: true, disabled_by_admin: true });
    expect((await disable(admin, id, false)).json).toMatchObject({ disabled: false, disabled_by_admin: false });
    await owner.api.delete(`applications/${id}`);
  });

  it('stays so after any change by its owner, disabling it once more included', async () => {
    const id = await created(owner);
    await disable(owner, id, true);
    expect((await disable(admin, id, true)).json).toMatchObject({ disabled: true, disabled_by_admin: true });
    expect((await disable(owner, id, true)).json).toMatchObject({ disabled_by_admin: true });
    expect((await owner.api.patch(`applications/${id}`, { name: 'Other' })).json).toMatchObject({ disabled: true });
    expect((await disable(owner, id, false)).status).toBe(403);
    const events = await server.database.query<{ action: string }>(
      `SELECT action FROM audit_events WHERE target_id = $1 AND action LIKE 'application.%able' ORDER BY id`,
      [id],
    );
    expect(events.map(({ action }) => action)).toEqual(['application.disable', 'application.disable']);
    await owner.api.delete(`applications/${id}`);
  });

  it('what its owner has disabled, its owner enables', async () => {
    const id = await created(owner);
    expect((await disable(owner, id, true)).json).toMatchObject({ disabled: true, disabled_by_admin: false });
    expect((await disable(owner, id, false)).json).toMatchObject({ disabled: false, disabled_by_admin: false });
    await owner.api.delete(`applications/${id}`);
  });

  it('cannot be said by the owner to be otherwise', async () => {
    const id = await created(owner);
    expect((await owner.api.patch(`applications/${id}`, { disabled_by_admin: false })).status).toBe(400);
    await owner.api.delete(`applications/${id}`);
  });
});

describe('a member may have so many applications', () => {
  it('and no more, however many they make at once', async () => {
    const member = await newPerson(server, admin);
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(member)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.json).toMatchObject({
      detail: 'applications: you have 3 already, the most a member may have; delete one first',
    });
    const { id } = answers.find(({ status }) => status === 201)?.json as { id: string };
    await member.api.delete(`applications/${id}`);
    expect((await create(member)).status).toBe(201);
  });

  it('and admins as many as they need', async () => {
    for (let i = 0; i < 4; i++) expect((await create(admin)).status).toBe(201);
  });
});
