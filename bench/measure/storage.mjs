import { setTimeout as sleep } from 'node:timers/promises';
import { query } from '../database.mjs';

const OPERATIONS = 200;
/** PostgreSQL's backends report what they did within ten seconds of being idle. */
const REPORTED = 11_000;

const READING = `SELECT tup_inserted AS inserted, tup_updated AS updated, tup_deleted AS deleted, xact_commit AS commits,
  pg_current_wal_lsn() - '0/0' AS wal FROM pg_stat_database WHERE datname = current_database()`;

/** Rows, transactions and bytes of WAL that one operation costs, counted exactly and not timed. */
export async function measureStorage({ targets, scenarios, record, say }) {
  for (const target of targets.filter((each) => each.databaseUrl !== undefined)) {
    for (const scenario of scenarios) {
      if (target.lacks?.includes(scenario.name) || target.failed?.has(scenario.name)) continue;
      const make = await scenario.prepare(target, {}, { connections: 1, seconds: 1 });
      const { client, step } = make(0);
      await step();
      await sleep(REPORTED);
      const before = await read(target);
      for (let i = 0; i < OPERATIONS; i++) await step();
      await sleep(REPORTED);
      const after = await read(target);
      client.close();
      const per = (key) => (after[key] - before[key]) / OPERATIONS;
      const cost = { inserted: per('inserted'), updated: per('updated'), deleted: per('deleted'), wal: per('wal') };
      record({ kind: 'storage', target: target.name, scenario: scenario.name, ...cost });
      say(
        `${scenario.name} ${target.name}: ${cost.inserted.toFixed(2)} rows in, ${cost.updated.toFixed(2)} changed, ${cost.wal.toFixed(0)} bytes of WAL`,
      );
    }
  }
}

async function read(target) {
  const [row] = await query(target.databaseUrl, READING);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)]));
}
