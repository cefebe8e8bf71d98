import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { errorCodeOf } from './error-code.js';

/** For so long a migration stands in the queue for a table: every later statement on the table stands behind it. */
export const BRIEFLY = `SET LOCAL lock_timeout = '2s'`;

const LONGEST_PAUSE = 30_000;

/**
 * The transaction that most likely holds the table. Its own account sees when it began; of a transaction of another
 * account, such as a dump, only what it is called and how many tables it holds.
 */
const HOLDER = `SELECT l.pid, nullif(a.application_name, '') AS name
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
   WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
     AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
   GROUP BY l.pid, a.application_name, a.xact_start ORDER BY a.xact_start NULLS FIRST, count(*) DESC LIMIT 1`;

/** A migration did not get a table in time. It was rolled back, and may be tried again. */
export class TableHeld extends Error {
  constructor(
    readonly migration: string,
    cause: unknown,
  ) {
    super(`migration ${migration} did not get a lock in time`, { cause });
  }

  static is(error: unknown): boolean {
    return error instanceof Error && errorCodeOf(error) === '55P03';
  }
}

/** Does the work until no table that it needs is held, with pauses in which the queue is free. */
export async function outwaitTables<T>(
  client: Pick<pg.ClientBase, 'query'>,
  work: () => Promise<T>,
  report: (line: string) => void,
): Promise<T> {
  for (let longest = 1000; ; longest = Math.min(longest * 2, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TableHeld)) throw error;
      report(`migration ${error.migration} waits for a table that ${await holder(client)} holds; it is tried again`);
      await pause(longest * (0.5 + Math.random() / 2));
    }
  }
}

async function holder(client: Pick<pg.ClientBase, 'query'>): Promise<string> {
  const { rows } = await client.query<{ pid: number; name: string | null }>(HOLDER);
  const [row] = rows;
  if (row === undefined) return 'another transaction';
  return `another transaction, most likely that of process ${String(row.pid)} (${row.name ?? 'without a name'}),`;
}
