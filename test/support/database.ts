import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE, databaseUrl } from './global-setup.js';

/** A migrated, otherwise empty database of one test file's own. */
export interface TestDatabase {
  url: string;
  /** Runs one statement over a connection of its own. */
  query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  drop: () => Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const maintenance = inject('postgresUrl');
  const url = databaseUrl(maintenance, name);
  await runOn(maintenance, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return {
    url,
    query: (sql, values) => runOn(url, sql, values),
    drop: async () => {
      await runOn(maintenance, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function runOn<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
