import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
// jest loads this file without its transforms, so it runs on the build
import { migrate } from '../../dist/persistence/database/migrate.js';
import { startEmbeddedPostgres } from '../../dist/persistence/embedded/embedded-postgres.js';
import { endOrphans } from '../../dist/persistence/embedded/orphans.js';

export const TEMPLATE = 'latchkey_template';

/** One PostgreSQL for the whole run, and in it a migrated database that every test file gets a copy of. */
export default async function setup() {
  await clearAbandoned();
  const dataDir = mkdtempSync(path.join(tmpdir(), `latchkey-test-${process.pid}-`));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    parameters: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=500'],
  });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(Object.assign(new URL(postgres.url), { pathname: `/${TEMPLATE}` }).href);

  // read by test/support/database.ts in each worker
  process.env.TEST_POSTGRES_URL = postgres.url;
  process.env.TEST_POSTGRES_TEMPLATE = TEMPLATE;
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** What a killed run left behind. */
async function clearAbandoned() {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^latchkey-test-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = path.join(tmpdir(), name);
    try {
      await endOrphans(path.join(folder, 'postgresql'));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // another account's run
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
