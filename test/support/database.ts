import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A migrated, otherwise empty database of one test file's own, in the locale C of the embedded PostgreSQL. */
export interface TestDatabase {
  url: string;
  /** Runs one statement over a connection of its own. */
  query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  drop: () => Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const maintenance = given('TEST_POSTGRES_URL');
  const url = Object.assign(new URL(maintenance), { pathname: `/${name}` }).href;
  // half as long as the default, which writes every page to the log
  await runOn(maintenance, `CREATE DATABASE ${name} TEMPLATE ${given('TEST_POSTGRES_TEMPLATE')} STRATEGY FILE_COPY`);
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

/** What the global setup of the run says. */
function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests through jest`);
  return value;
}
