import { Socket } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Connections } from '../../src/persistence/database/connections.js';
import { Database } from '../../src/persistence/database/database.js';
import { PrismaClient } from '../../src/persistence/generated/client.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type HeldRow, holdRow } from '../support/held-row.js';
import { ProxyWithoutOptions } from '../support/proxy-without-options.js';

let server: TestDatabase;

beforeAll(async () => {
  server = await createDatabase();
});
afterAll(() => server.drop());

describe('a connection that breaks while it waits for an answer', () => {
  let wire: CuttableDatabase;
  let behind: Database;
  beforeEach(async () => {
    wire = await CuttableDatabase.to(server.url);
    behind = new Database(wire.url, 1);
  });
  afterEach(async () => {
    await behind.close();
    await wire.close();
  });

  async function takenFrom({ pool }: Database): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('SELECT 1');
    } finally {
      client.release();
    }
  }

  // an error without a listener fails the test, and ends a server
  it.each<[string, (of: Database) => Promise<unknown>]>([
    ['a look whether the database answers', (of) => of.fault()],
    ['a statement on a connection that was taken from the pool', takenFrom],
    ['a prepared statement', (of) => of.run({ name: 'one', text: 'SELECT 1' }, [])],
  ])('fails %s, and nothing else', async (_, ask) => {
    expect(await behind.fault()).toBeUndefined();
    wire.stall();
    const outcome = ask(behind).catch((error: unknown) => error);
    await eventually(
      () => behind.pool.idleCount,
      (value) => expect(value).toBe(0),
      { interval: 1 },
    );
    wire.cut();
    expect(await outcome).toBeDefined();
    wire.mend();
    expect(await behind.fault()).toBeUndefined();
  });
});

describe('a connection on which nothing moves', () => {
  it('is kept known to what lies in between, and not by the two hours of the system', async () => {
    const kept = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const connections = new Connections(server.url, { max: 1 });
    await connections.query('SELECT 1');
    await connections.end();
    expect(kept.mock.calls).toEqual([[true, 30_000]]);
    kept.mockRestore();
  });
});

describe('a server that refuses the settings of a session', () => {
  const RDS_PROXY = [
    '0A000',
    "Feature not supported: RDS Proxy currently doesn't support command-line options.",
  ] as const;
  let proxy: ProxyWithoutOptions;
  let connections: Connections;
  afterEach(async () => {
    await connections.end();
    await proxy.close();
  });

  it.each([
    RDS_PROXY,
    ['08P01', 'unsupported startup parameter: options'] as const,
    ['08P01', 'unsupported startup parameter in options: latchkey.session'] as const,
  ])('with %s, is connected to without them, as a pooler: %s', async (...refusal) => {
    proxy = await ProxyWithoutOptions.to(server.url, refusal);
    connections = new Connections(proxy.url, { max: 2, session: '-c statement_timeout=15000' });
    const asked = await Promise.all([1, 2].map(() => connections.query<{ one: number }>('SELECT 1 AS one')));
    expect(asked.map(({ rows }) => rows)).toEqual([[{ one: 1 }], [{ one: 1 }]]);
    expect(connections.isPooled).toBe(true);
  });

  it('and those of DATABASE_URL, too, is asked once more, and its words are told', async () => {
    proxy = await ProxyWithoutOptions.to(server.url, RDS_PROXY);
    connections = new Connections(`${proxy.url}?options=-c%20work_mem%3D8MB`, { max: 1 });
    await expect(connections.query('SELECT 1')).rejects.toThrow(RDS_PROXY[1]);
    expect(proxy.refused).toBe(2);
  });

  it('is not what refuses another feature', async () => {
    proxy = await ProxyWithoutOptions.to(server.url, ['0A000', 'Feature not supported: this user']);
    connections = new Connections(proxy.url, { max: 1 });
    await expect(connections.query('SELECT 1')).rejects.toThrow('this user');
    expect(proxy.refused).toBe(1);
  });
});

describe('a connection that is given back', () => {
  let connections: Connections;
  let held: HeldRow;
  beforeAll(async () => {
    await server.query('CREATE TABLE held AS SELECT 1 AS id');
    await server.query('CREATE TABLE written (id int)');
  });
  beforeEach(async () => {
    await server.query('DELETE FROM written');
    held = await holdRow(server, 'held', { id: '1' });
    connections = new Connections(server.url, { max: 1, query_timeout: 1000 });
  });
  afterEach(() => connections.end());

  const WAITS = 'UPDATE held SET id = 1';

  async function inTransaction(...statements: { text: string; query_timeout?: number }[]): Promise<void> {
    const client = await connections.connect();
    try {
      for (const statement of [{ text: 'BEGIN' }, ...statements]) await client.query(statement);
    } finally {
      client.release();
    }
  }

  /** Its ROLLBACK waits behind the statement, and is given up before it is sent. */
  async function throughPrisma(): Promise<void> {
    const prisma = new PrismaClient({ adapter: new PrismaPg(connections) });
    await prisma.$transaction((tx) => tx.$executeRawUnsafe(WAITS), { timeout: 100 });
  }

  it.each<[string, () => Promise<void>]>([
    ['in a transaction', () => inTransaction()],
    ['in a failed transaction', () => inTransaction({ text: 'SELECT 1 / 0' })],
    ['while its transaction waits for a statement', () => inTransaction({ text: WAITS, query_timeout: 100 })],
    ['while its transaction waits for a statement, by Prisma', throughPrisma],
  ])('%s, undoes no write of the next caller', async (_, work) => {
    await work().catch(() => undefined);
    const writing = connections.query('INSERT INTO written VALUES (1)');
    await held.release();
    await writing;
    expect(await server.query('SELECT id FROM written')).toEqual([{ id: 1 }]);
  });

  it('after its work is done, serves the next caller', async () => {
    await inTransaction({ text: 'COMMIT' });
    expect(connections.idleCount).toBe(1);
    await held.release();
  });
});
