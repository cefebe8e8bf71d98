import type { Queries } from './secret-key-check.js';

/** A node reads the change feed every second. A pooler keeps a connection, and its name, for longer than its node. */
const SILENCE = '5 seconds';

/** How many connections of servers have been at work in this database in the last seconds. */
export async function nodesAtWork(client: Queries): Promise<number> {
  // what another user does is hidden, and counts as work
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name IN ('latchkey', 'latchkey feed', 'latchkey listener')
        AND coalesce(query_start, clock_timestamp()) > clock_timestamp() - interval '${SILENCE}'`,
  );
  return rows[0]?.count ?? 0;
}
