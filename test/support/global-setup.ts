import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js';
import { endOrphans } from '../../src/persistence/embedded/orphans.js';
import { migrate } from '../../src/persistence/database/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The maintenance database of the PostgreSQL that this run started. */
    postgresUrl: string;
  }
}

export const TEMPLATE = 'latchkey_template';

/** One PostgreSQL for the whole run, and in it a migrated database that every test file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned();
  const dataDir = mkdtempSync(path.join(tmpdir(), `latchkey-test-${String(process.pid)}-`));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    parameters: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=500'],
  });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(databaseUrl(postgres.url, TEMPLATE));
  project.provide('postgresUrl', postgres.url);

  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

export function databaseUrl(postgresUrl: string, database: string): string {
  return Object.assign(new URL(postgresUrl), { pathname: `/${database}` }).href;
}

/** What a killed run left behind. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^latchkey-test-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = path.join(tmpdir(), name);
    try {
      await endOrphans(path.join(folder, 'postgresql'));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // somebody else's run
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
