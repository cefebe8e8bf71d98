import { chownSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PROCESS_CONNECTIONS } from '../../src/config/process-connections.js';
import { loadSettings } from '../../src/config/settings.js';
import { openDatabase } from '../../src/persistence/database/database-at-start.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js';
import { LatchkeyProcess } from '../support/process.js';
import { eventually } from '../support/eventually.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let postgres: EmbeddedPostgres | undefined;
  const start = async () => (postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data') }));

  // mkdtemp makes a folder that only its owner can enter: under root, not even the account PostgreSQL runs as
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-embedded-'));
  });
  afterEach(async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps its data and its port over a restart', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await postgres?.stop();
    expect((await start()).url).toBe(url);
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('asks for its password', async () => {
    const { url } = await start();
    for (const password of ['', 'wrong']) {
      const attempt = query(Object.assign(new URL(url), { password }).href, 'SELECT 1');
      await expect(attempt).rejects.toThrow(/password/);
    }
    expect(statSync(path.join(folder, 'data', 'postgresql.password')).mode & 0o777).toBe(0o600);
  });

  it('has room for the connections of all workers', async () => {
    const given = loadSettings({ DATA_DIR: path.join(folder, 'data'), WORKERS: '12' });
    const silent = { info: () => undefined, warn: () => undefined };
    const database = await openDatabase(given, silent);
    try {
      const allowed = `SELECT (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                              - current_setting('reserved_connections')::int) AS allowed`;
      const [row] = (await query(database.settings.databaseUrl, allowed)) as { allowed: number }[];
      expect(row?.allowed).toBeGreaterThan(12 * PROCESS_CONNECTIONS);
    } finally {
      await database.stop();
    }
  });

  it('listens on this machine only, and is durable', async () => {
    const { url } = await start();
    const settings = `SELECT name, setting FROM pg_settings
       WHERE name IN ('listen_addresses', 'fsync', 'synchronous_commit', 'TimeZone') ORDER BY name`;
    expect(await query(url, settings)).toEqual([
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  it('takes no huge pages, which a container may not have although its host does', async () => {
    const { url } = await start();
    expect(await query(url, 'SHOW huge_pages')).toEqual([{ huge_pages: 'off' }]);
    const configuration = readFileSync(path.join(folder, 'data', 'postgresql', 'postgresql.conf'), 'utf8');
    expect(configuration).toMatch(/^huge_pages = off/m);
  });

  it('comes back when it is killed', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pidFile = path.join(folder, 'data', 'postgresql', 'postmaster.pid');
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
    await eventually(
      () => query(url, 'SELECT answer FROM kept').catch(() => undefined),
      (value) => expect(value).toEqual([{ answer: 42 }]),
    );
  });

  it('is tried for as long as the server runs, and says so each time', async () => {
    const reports: string[] = [];
    const report = (message: string) => reports.push(message);
    postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), report });
    const { url } = postgres;
    const data = path.join(folder, 'data', 'postgresql');
    renameSync(path.join(data, 'global'), path.join(data, 'aside'));
    process.kill(Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    const failed = () => reports.filter((line) => line.includes('is not back: '));
    await eventually(failed, (value) => expect(value.length).toBeGreaterThan(4));
    expect(failed().map((line) => /in ([\d.]+) s$/.exec(line)?.[1])).toEqual(
      expect.arrayContaining(['0.5', '1', '2', '4']),
    );
    renameSync(path.join(data, 'aside'), path.join(data, 'global'));
    await eventually(
      () => query(url, 'SELECT 1 AS one').catch(() => undefined),
      (value) => expect(value).toEqual([{ one: 1 }]),
    );
    expect(reports.at(-1)).toBe('the embedded PostgreSQL runs again');
  });

  (process.getuid?.() === 0 ? it : it.skip)(
    'runs for an ordinary user as it does for root, on the same data',
    async () => {
      const unprivileged = { uid: 65_534, gid: 65_534 };
      const work = mkdtempSync('/var/tmp/latchkey-ordinary-');
      mkdirSync(path.join(work, 'data'));
      for (const entry of [work, path.join(work, 'data')]) chownSync(entry, unprivileged.uid, unprivileged.gid);

      const ordinary = await LatchkeyProcess.start({ folder: work, account: unprivileged });
      expect(statSync(path.join(work, 'data', 'secret.key')).uid).toBe(unprivileged.uid);
      await ordinary.kill('SIGTERM');
      const root = await LatchkeyProcess.start({ folder: work });
      await root.kill('SIGTERM');
      const again = await LatchkeyProcess.start({ folder: work, account: unprivileged });
      await again.remove();
    },
  );
});
