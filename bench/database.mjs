import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/persistence/embedded/embedded-postgres.js';

/** One private PostgreSQL for the whole run, fsync and synchronous_commit on, with room for all targets at once. */
export async function startDatabase(folder) {
  const parameters = ['max_connections=300', 'shared_buffers=512MB', 'max_wal_size=4GB', 'checkpoint_timeout=30min'];
  const server = await startEmbeddedPostgres({ dataDir: folder, parameters });
  const pidFile = path.join(folder, 'postgresql', 'postmaster.pid');
  const urlOf = (name) => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  return {
    pid: Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]),
    stop: () => server.stop(),
    async create(name) {
      await query(server.url, `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
  };
}

export async function query(url, text, values) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
