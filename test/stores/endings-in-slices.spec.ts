// No index finds the sign-ins and sessions of a network: an incident walks the tables. One transaction that looked at all of a large
// table would be cut off after ten seconds, and nothing would ever end.
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';

/** Rows in each table; of each thousand one is meant. */
const ROWS = 12_000;

let server: Latchkey;
let admin: Person;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  person = await newPerson(server, admin);
  const { id } = await addApplication(server.database);
  const address = `CASE WHEN i % 1000 = 0 THEN '100.64.0.1' ELSE '198.51.100.1' END::inet`;
  await server.database.query(
    `INSERT INTO sign_ins (id, user_id, application_id, user_epoch, application_epoch, scope, authenticated_at, ip, expires_at)
     SELECT gen_random_uuid(), $1, $2, 0, 0, '', now(), ${address}, now() + interval '1 hour' FROM generate_series(1, ${String(ROWS)}) i`,
    [person.id, id],
  );
  await server.database.query(
    `INSERT INTO sessions (id, user_id, user_epoch, secret_hash, authenticated_at, ip, expires_at)
     SELECT gen_random_uuid(), $1, 0, int4send(i), now(), ${address}, now() + interval '1 hour' FROM generate_series(1, ${String(ROWS)}) i`,
    [person.id],
  );
});
afterAll(() => server.stop());

async function end(scope: object) {
  const transactions = jest.spyOn(partOf(server, Database), 'transaction');
  const { json } = await admin.api.post('incidents/end', scope);
  const count = transactions.mock.calls.length;
  transactions.mockRestore();
  return { json, count };
}

const left = async (table: string) =>
  (await server.database.query(`SELECT 1 FROM ${table} WHERE user_id = $1 AND revoked_at IS NULL`, [person.id])).length;

it('what began in a network is found a slice of the table at a time', async () => {
  const before = await left('sign_ins');
  const { json, count } = await end({ ip: '100.64.0.0/10' });
  expect(json).toMatchObject({ sign_ins: ROWS / 1000, sessions: ROWS / 1000 });
  // of each walk three slices: the sign-ins are walked twice, and two transactions are for the rest
  expect(count).toBe(3 * 3 + 2);
  expect(await left('sign_ins')).toBe(before - ROWS / 1000);
});

it('what is of one person is found by an index, and ends in batches', async () => {
  const { json, count } = await end({ user_id: person.id, before: '2999-01-01T00:00:00Z' });
  expect(json).toMatchObject({ sessions: ROWS - ROWS / 1000 });
  expect(count).toBeGreaterThan((2 * ROWS) / 1000);
  expect([await left('sign_ins'), await left('sessions')]).toEqual([0, 0]);
});
