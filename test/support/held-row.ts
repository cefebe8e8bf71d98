import pg from 'pg';
import { expect } from 'vitest';
import type { TestDatabase } from './database.js';

/** A row that the test holds, so that what locks it waits, in the order it came. */
export interface HeldRow {
  /** Resolves once so many statements of the server wait for a lock. */
  waiting: (count: number) => Promise<void>;
  release: () => Promise<void>;
}

/** Locks one row of a table by its id. */
export async function holdRow(database: TestDatabase, table: string, id: string): Promise<HeldRow> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('BEGIN');
  const { rowCount } = await client.query(`SELECT FROM ${table} WHERE id::text = $1 FOR UPDATE`, [id]);
  if (rowCount !== 1) throw new Error(`no row ${id} in ${table}`);
  return {
    waiting: async (count) => {
      await expect.poll(() => waitersOf(database), { timeout: 10_000, interval: 20 }).toBeGreaterThanOrEqual(count);
    },
    release: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

async function waitersOf(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}
