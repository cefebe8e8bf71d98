import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

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
