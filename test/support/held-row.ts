import pg from 'pg';
import { expect } from '@jest/globals';
import type { TestDatabase } from './database.js';
import { eventually } from './eventually.js';

/** A row that the test holds, so that what locks it waits, in the order it came. */
export interface HeldRow {
  /** Resolves once so many statements of the server wait for a lock. */
  waiting: (count: number) => Promise<void>;
  release: () => Promise<void>;
}

/** Locks the one row of a table that has these values. */
export async function holdRow(database: TestDatabase, table: string, key: Record<string, string>): Promise<HeldRow> {
  const conditions = Object.keys(key).map((column, i) => `${column}::text = $${String(i + 1)}`);
  const text = `SELECT FROM ${table} WHERE ${conditions.join(' AND ')} FOR UPDATE`;
  return hold(database, async (client) => {
    const { rowCount } = await client.query(text, Object.values(key));
    if (rowCount !== 1) throw new Error(`no such row in ${table}: ${JSON.stringify(key)}`);
  });
}

/** Locks a whole table, for readers, too. */
export async function holdTable(database: TestDatabase, table: string): Promise<HeldRow> {
  return hold(database, (client) => client.query(`LOCK TABLE ${table}`));
}

async function hold(database: TestDatabase, lock: (client: pg.Client) => Promise<unknown>): Promise<HeldRow> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  await lock(client);
  return {
    waiting: async (count) => {
      await eventually(
        () => waitersOf(database),
        (value) => expect(value).toBeGreaterThanOrEqual(count),
        { interval: 20 },
      );
    },
    release: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

/** Statements that wait for a lock. */
export async function waitersOf(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}
