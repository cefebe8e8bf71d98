#!/usr/bin/env node
// node bench/memory.mjs [--main ../another-worktree/dist/main.js] [--revocations 100000] [--port 4112]
// The share of memory (PSS) of an idle server: after a first start, once revocations have arrived, and after a restart with them.
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { query, startDatabase } from './database.mjs';
import { memoryOf } from './driver/process-costs.mjs';
import { startServer } from './peers/server-process.mjs';

const { values: given } = parseArgs({
  options: {
    main: { type: 'string', default: path.join(import.meta.dirname, '../dist/main.js') },
    revocations: { type: 'string', default: '100000' },
    port: { type: 'string', default: '4112' },
  },
});
/** Longer than the server waits until it counts as idle. */
const SETTLE = 30_000;
/** Half are of tokens, half of sign-ins, as `POST /oauth/revoke` leaves them: one transaction each would take an hour. */
const REVOKE = `
INSERT INTO change_feed (kind, subject, until)
SELECT kind, subject, now() + interval '1 hour'
  FROM generate_series(1, $1::int / 2) n,
       LATERAL (VALUES ('token', replace(gen_random_uuid()::text, '-', '')), ('sign-in', gen_random_uuid()::text)) AS v(kind, subject)`;

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-memory-'));
fs.chmodSync(work, 0o755);
const database = await startDatabase(path.join(work, 'database'));
let server;
try {
  const databaseUrl = await database.create('memory');
  const start = () =>
    startServer({
      name: 'latchkey',
      command: [process.execPath, path.resolve(given.main)],
      cwd: work,
      env: {
        PORT: given.port,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: crypto.createHash('sha256').update('memory').digest('base64'),
        ADMIN_EMAIL: 'admin@bench.test',
        ADMIN_PASSWORD: 'bench administrator',
        LOG_LEVEL: 'error',
      },
      health: `http://localhost:${given.port}/health/ready`,
      logFolder: work,
    });
  const measure = async (when) => {
    await sleep(SETTLE);
    console.log(`${when}: ${memoryOf(server.pid).toFixed(0)} MiB`);
  };
  server = await start();
  await measure('after a first start');
  await query(databaseUrl, REVOKE, [Number(given.revocations)]);
  await measure(`once ${given.revocations} revocations have arrived`);
  await server.stop();
  server = await start();
  await measure('after a restart with them');
} finally {
  await server?.stop();
  await database.stop();
  fs.rmSync(work, { recursive: true, force: true });
}
