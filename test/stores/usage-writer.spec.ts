import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { UsageWriter } from '../../src/persistence/upkeep/usage-writer.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { holdRow } from '../support/held-row.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
clock.hold();

let server: TestDatabase;
let nodes: [Database, Database];
let writers: [UsageWriter, UsageWriter];

beforeAll(async () => {
  server = await createDatabase();
  nodes = [new Database(server.url), new Database(server.url)];
});
beforeEach(async () => {
  writers = [new UsageWriter(nodes[0], clock), new UsageWriter(nodes[1], clock)];
  await server.query('TRUNCATE usage_counts');
  await server.query(
    `INSERT INTO usage_counts (day, what, subject, count) SELECT $1::date, 'token_issued', subject, 1
       FROM unnest('{a,b}'::text[]) AS subject`,
    [clock.now().toISOString()],
  );
});
afterEach(() => Promise.allSettled(writers.map((writer) => writer.stop())));
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await server.drop();
});

const counts = () => server.query(`SELECT subject, count::int FROM usage_counts ORDER BY subject`);

describe('two processes that write the same rows', () => {
  /** The first waits for a row; the second comes after it, and takes what it can before it waits, too. */
  async function oneAfterTheOther(table: string, key: Record<string, string>): Promise<void> {
    const held = await holdRow(server, table, key);
    const first = writers[0].stop();
    await held.waiting(1);
    const second = writers[1].stop();
    await held.waiting(2);
    await held.release();
    await Promise.all([first, second]);
  }

  it('lose no counts where they counted in other orders', async () => {
    for (const subject of ['a', 'b']) writers[0].count('token_issued', subject);
    for (const subject of ['b', 'a']) writers[1].count('token_issued', subject);
    await oneAfterTheOther('usage_counts', { subject: 'a' });
    expect(await counts()).toEqual([
      { subject: 'a', count: 3 },
      { subject: 'b', count: 3 },
    ]);
  });

  it('note the last use of the same keys where those were used in other orders', async () => {
    const user = { id: randomUUID(), email: 'keys@example.com', passwordHash: '-' };
    await nodes[0].prisma.user.create({ data: user });
    for (const id of ['a', 'b']) {
      const data = { id, userId: user.id, name: id, secretHash: new Uint8Array(randomBytes(32)), hint: '', scopes: [] };
      await nodes[0].prisma.apiKey.create({ data });
    }
    for (const id of ['a', 'b']) writers[0].keyUsed(id, '192.0.2.1');
    for (const id of ['b', 'a']) writers[1].keyUsed(id, '192.0.2.2');
    await oneAfterTheOther('api_keys', { id: 'a' });
    expect(await server.query('SELECT host(last_used_ip) AS ip FROM api_keys')).toEqual([
      { ip: '192.0.2.2' },
      { ip: '192.0.2.2' },
    ]);
  });
});

describe('counts that the database did not take', () => {
  it('are written with the next', async () => {
    const held = await holdRow(server, 'usage_counts', { subject: 'b' });
    writers[0].count('token_issued', 'a');
    writers[0].count('token_issued', 'b');
    await held.waiting(1);
    await server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    await held.release();
    writers[0].count('token_issued', 'b');
    await writers[0].stop();
    expect(await counts()).toEqual([
      { subject: 'a', count: 2 },
      { subject: 'b', count: 3 },
    ]);
  });
});
