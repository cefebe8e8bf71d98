import type pg from 'pg';

/** A role or a database may have them, for the sake of requests; the last one is there from PostgreSQL 17 on. */
const BOUNDS = ['statement_timeout', 'lock_timeout', 'transaction_timeout'];

const UNBOUNDED = `SELECT set_config(name, '0', true) FROM unnest($1::text[]) AS name
  WHERE current_setting(name, true) IS NOT NULL`;

/**
 * Begins a transaction that takes as long as it needs, in which each statement sees what was committed before it. The
 * settings are those of the transaction: a pooler drops the ones of a session.
 */
export async function beginLong(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  await client.query(UNBOUNDED, [BOUNDS]);
}
