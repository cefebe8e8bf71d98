// What an attacker would gain: searches of an administrator's console that read every row, and take the database with them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listed as listedApplications } from '../../src/admin/applications/application-lists.repository.js';
import { meant } from '../../src/admin/audit/audit-names.repository.js';
import { listed as listedUsers } from '../../src/admin/users/user-lists.repository.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { StoppedClock } from '../support/test-clock.js';
import { postForm } from '../support/http.js';
import { eventually } from '../support/eventually.js';

const ROWS = 20_000;
const FIRST = { limit: 50, after: undefined };
const MIDDLE = { limit: 50, after: '00000000-0000-7000-8000-00000000abcd' };
const after = (key: string) => ({ limit: 50, after: `${MIDDLE.after} ${key}` });

interface Listed {
  data: Record<string, unknown>[];
  next_cursor: string | null;
}

describe('lists of many', () => {
  // no day ends on the way
  const clock = new StoppedClock();
  let server: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    server = await startLatchkey({ clock });
    admin = await administrator(server);
    await server.database.query(
      `INSERT INTO users (id, email, name, password_hash, updated_at)
       SELECT md5(n::text)::uuid, 'person' || n || '@many.test', 'Person ' || n, '-', now()
         FROM generate_series(1, ${String(ROWS)}) AS n`,
    );
    await server.database.query(
      `INSERT INTO applications (id, client_id, name, grant_types, scopes, default_scopes, redirect_uris, updated_at)
       SELECT md5(n::text)::uuid, 'client' || n, 'Application ' || n, '{}', '{}', '{}', '{}', now()
         FROM generate_series(1, ${String(ROWS)}) AS n`,
    );
    await server.database.query(
      `INSERT INTO former_addresses (user_id, address, left_at)
       SELECT md5(n::text)::uuid, 'person' || n || '@before.test', now() FROM generate_series(1, ${String(ROWS)}) AS n`,
    );
    await server.database.query('ANALYZE users, applications, last_sign_ins, former_addresses');
  });
  afterAll(() => server.stop());

  async function planOf(list: (values: unknown[]) => string): Promise<string> {
    const values: unknown[] = [];
    const text = list(values);
    const rows = await server.database.query<Record<'QUERY PLAN', string>>(`EXPLAIN ${text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  it.each([
    ['the first page', (values: unknown[]) => listedUsers({ sort: 'newest' }, FIRST, values)],
    ['a later page', (values: unknown[]) => listedUsers({ sort: 'newest' }, MIDDLE, values)],
    ['a part of a name', (values: unknown[]) => listedUsers({ sort: 'newest', text: 'erson12345' }, FIRST, values)],
    ['a name beyond A to Z', (values: unknown[]) => listedUsers({ sort: 'newest', text: 'Özlem' }, FIRST, values)],
    ['what is not there', (values: unknown[]) => listedUsers({ sort: 'newest', text: 'absent' }, FIRST, values)],
    ['those by e-mail address', (values: unknown[]) => listedUsers({ sort: 'email' }, after('person5'), values)],
    ['the account of a login', (values: unknown[]) => listedUsers({ sort: 'newest', login: 'person5' }, FIRST, values)],
    ['administrators', (values: unknown[]) => listedUsers({ sort: 'newest', role: 'admin' }, FIRST, values)],
    ['disabled ones', (values: unknown[]) => listedUsers({ sort: 'last_sign_in', disabled: true }, FIRST, values)],
    ['those who signed in last', (values: unknown[]) => listedUsers({ sort: 'last_sign_in' }, FIRST, values)],
    [
      'those who signed in before',
      (values: unknown[]) => listedUsers({ sort: 'last_sign_in' }, after('1600000000000'), values),
    ],
  ])('users: %s comes by an index', async (_, list) => {
    expect(await planOf(list)).not.toContain('Seq Scan');
  });

  it.each([
    [
      'the first page',
      (values: unknown[]) => listedApplications({ ownerId: undefined, sort: 'newest' }, FIRST, values),
    ],
    [
      'a part of a name',
      (values: unknown[]) =>
        listedApplications({ ownerId: undefined, sort: 'newest', text: 'tion 1234' }, FIRST, values),
    ],
    [
      'disabled ones',
      (values: unknown[]) => listedApplications({ ownerId: undefined, sort: 'name', disabled: true }, FIRST, values),
    ],
    [
      'those by name',
      (values: unknown[]) => listedApplications({ ownerId: undefined, sort: 'name' }, after('Application 5'), values),
    ],
  ])('applications: %s comes by an index', async (_, list) => {
    expect(await planOf(list)).not.toContain('Seq Scan');
  });

  it.each(['Person 12345', '12345', 'Özlem'])('what %s means in the audit trail comes by an index', async (text) => {
    expect(await planOf((values) => meant(text, values))).not.toContain('Seq Scan');
  });

  it('users come in the order of their addresses, each once, and with what signs them in', async () => {
    const seen: string[] = [];
    let path = 'users?sort=email&limit=3&q=person1234';
    for (let page = 0; page < 10; page++) {
      const { data, next_cursor } = (await admin.api.get(path)).json as Listed;
      seen.push(...data.map(({ email }) => String(email)));
      if (next_cursor === null) break;
      path = `users?sort=email&limit=3&q=person1234&cursor=${next_cursor}`;
    }
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(11);

    const member = await newPerson(server, admin);
    const { data } = (await admin.api.get(`users?q=${member.email}`)).json as Listed;
    expect(data).toMatchObject([{ second_factors: [], last_sign_in_at: expect.any(String) }]);
  });

  it('users come by their last sign-in, each once, those who never did at the end', async () => {
    await server.database.query(
      `INSERT INTO known_networks (user_id, network, last_seen)
       SELECT md5(n::text)::uuid, '192.0.2.0/24', timestamptz '2020-01-01' + n % 7 * interval '1 day'
         FROM generate_series(12340, 12349) AS n`,
    );
    await server.database.query(
      `UPDATE known_networks SET last_seen = timestamptz '2021-01-01' WHERE user_id = md5('12345')::uuid`,
    );
    await server.database.query(
      `UPDATE known_networks SET last_seen = timestamptz '2019-01-01' WHERE user_id = md5('12345')::uuid`,
    );
    const seen: (readonly [unknown, unknown])[] = [];
    let path = 'users?sort=last_sign_in&limit=3&q=person1234';
    for (let page = 0; page < 10; page++) {
      const { data, next_cursor } = (await admin.api.get(path)).json as Listed;
      seen.push(...data.map(({ email, last_sign_in_at }) => [email, last_sign_in_at] as const));
      if (next_cursor === null) break;
      path = `users?sort=last_sign_in&limit=3&q=person1234&cursor=${next_cursor}`;
    }
    expect(new Set(seen.map(([email]) => email)).size).toBe(11);
    const times = seen.map(([, at]) => (typeof at === 'string' ? at : ''));
    expect(times).toEqual([...times].sort().reverse());
    expect(seen[0]).toEqual(['person12345@many.test', '2021-01-01T00:00:00.000Z']);
    expect(seen.at(-1)).toEqual(['person1234@many.test', null]);
  });

  it.each([
    ['users?sort=email&q=moved', 'email'],
    ['applications?sort=name&q=moved', 'name'],
  ])(
    'a page of %s goes on where the one before ended, though its last row was renamed or deleted',
    async (path, key) => {
      const collection = path.split('?')[0]!;
      const named = (name: string) =>
        key === 'email' ? { email: `${name}-moved@page.test` } : { name: `${name} Moved` };
      const ids: string[] = [];
      for (const name of ['Pa', 'pb', 'Pc', 'pd']) {
        const body =
          key === 'email'
            ? { ...named(name), password: 'a long password' }
            : { ...named(name), scopes: ['read_items'] };
        ids.push(((await admin.api.post(collection, body)).json as { id: string }).id);
      }
      const pageAfter = async (cursor: string) =>
        (await admin.api.get(`${path}&limit=2&cursor=${cursor}`)).json as Listed;
      const first = (await admin.api.get(`${path}&limit=2`)).json as Listed;
      expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
      expect((await admin.api.patch(`${collection}/${ids[1]!}`, named('pz'))).status).toBe(200);
      const second = await pageAfter(first.next_cursor!);
      expect(second.data.map(({ id }) => id)).toEqual(ids.slice(2));
      const third = await pageAfter(second.next_cursor!);
      expect([third.data.map(({ id }) => id), third.next_cursor]).toEqual([[ids[1]], null]);
      expect((await admin.api.delete(`${collection}/${ids[1]!}`)).status).toBe(204);
      expect((await pageAfter(first.next_cursor!)).data.map(({ id }) => id)).toEqual(ids.slice(2));
    },
  );

  it('a cursor takes the longest name', async () => {
    for (const last of ['a', 'b']) {
      const name = '漢'.repeat(99) + last;
      expect((await admin.api.post('applications', { name, scopes: ['read_items'] })).status).toBe(201);
    }
    const path = `applications?sort=name&limit=1&q=${encodeURIComponent('漢'.repeat(4))}`;
    const { next_cursor } = (await admin.api.get(path)).json as Listed;
    expect((await admin.api.get(`${path}&cursor=${next_cursor!}`)).json).toMatchObject({ next_cursor: null });
  });

  it.each([
    ['of the list by age', MIDDLE.after],
    ['with a NUL', `${MIDDLE.after} a\0b`],
    ['without a key', `${MIDDLE.after} `],
    ['without an id', ` a`],
    ['with a statement', `${MIDDLE.after}' OR true -- a`],
    ['that is too long', `${MIDDLE.after} ${'a'.repeat(1000)}`],
    ['that is not UTF-8', Buffer.from([...Buffer.from(`${MIDDLE.after} `), 0xff])],
  ])('a cursor %s is refused', async (_, text) => {
    for (const path of ['users?sort=email', 'users?sort=last_sign_in', 'applications?sort=name']) {
      const answer = await admin.api.get(`${path}&cursor=${Buffer.from(text).toString('base64url')}`);
      expect([path, answer.status, answer.json]).toMatchObject([path, 400, { errors: [{ field: 'cursor' }] }]);
    }
  });

  it.each(['', '99999999999999', '1.5', '-1', 'infinity', 'a@b.test'])('%j is no time of a cursor', async (key) => {
    const cursor = Buffer.from(`${MIDDLE.after} ${key}`).toString('base64url');
    expect((await admin.api.get(`users?sort=last_sign_in&cursor=${cursor}`)).status).toBe(400);
  });

  it('applications come by name, with owner, brand and last use, and are found by client_id', async () => {
    const member = await newPerson(server, admin);
    await admin.api.patch(`users/${member.id}`, { name: 'Ada' });
    const made = await member.api.post('applications', { name: 'aardvark', scopes: ['read_items'] });
    const { client_id, client_secret } = made.json as { client_id: string; client_secret: string };
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    expect((await postForm(`${server.baseUrl}/oauth/token`, form)).status).toBe(200);
    const first = async () => ((await admin.api.get('applications?sort=name&limit=1')).json as Listed).data[0];
    await eventually(first, (value) =>
      expect(value).toMatchObject({
        name: 'aardvark',
        owner_name: 'Ada',
        brand_name: null,
        last_used_on: clock.now().toISOString().slice(0, 10),
      }),
    );
    const found = (await admin.api.get(`applications?q=${client_id}`)).json as Listed;
    expect(found.data.map(({ name }) => name)).toEqual(['aardvark']);
    const { clientId } = await addApplication(server.database, {});
    expect(((await admin.api.get('applications?type=public&disabled=true')).json as Listed).data).toEqual([]);
    expect(((await member.api.get(`applications?q=${clientId}`)).json as Listed).data).toEqual([]);
    expect((await admin.api.get('statistics')).json).toMatchObject({ totals: { disabled_users: 0 } });
  });
});
