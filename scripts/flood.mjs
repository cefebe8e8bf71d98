#!/usr/bin/env node
// npm run flood [-- requests]: starts the build on a store of its own, sends it that many anonymous requests of each kind
// (12,000 unless told otherwise) and says how much the store grew, and whether an honest client was served meanwhile.
// Not part of npm test: it takes minutes, and measures.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const REQUESTS = Math.min(Number(process.argv[2] ?? 12_000), 1_000_000);
const AT_ONCE = 20;
const MEBIBYTE = 2 ** 20;
/** What one network may leave behind by the settings' defaults, indexes and dead rows included. */
const MOST_MEBIBYTES = 80;
const PORT = process.env.PORT ?? '4590';
const BASE = `http://127.0.0.1:${PORT}`;
const REDIRECT = 'https://rp.example/cb';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-flood-'));
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const server = spawn(process.execPath, [main], {
  cwd: folder,
  stdio: 'ignore',
  env: { ...process.env, PORT, DATA_DIR: folder, DYNAMIC_REGISTRATION: 'open', LOG_LEVEL: 'silent' },
});

/** Bytes of the database's tables and indexes; its log is recycled and no measure. */
function sizeOf(at) {
  return readdirSync(at, { withFileTypes: true }).reduce((sum, entry) => {
    const inside = path.join(at, entry.name);
    if (entry.isDirectory()) return entry.name === 'pg_wal' ? sum : sum + sizeOf(inside);
    return sum + (statSync(inside, { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}

async function post(where, form, headers = {}) {
  const answer = await fetch(BASE + where, { method: 'POST', body: new URLSearchParams(form), headers });
  await answer.arrayBuffer();
  return answer.status;
}

async function registered(metadata) {
  const body = JSON.stringify({ redirect_uris: [REDIRECT], ...metadata });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${BASE}/oauth/register`, { method: 'POST', body, headers })).json();
}

async function flood() {
  for (let tries = 0; ; tries++) {
    if ((await fetch(`${BASE}/health/ready`).catch(() => undefined))?.ok) break;
    if (tries > 120) throw new Error('the server did not start');
    await sleep(500);
  }
  const device = 'urn:ietf:params:oauth:grant-type:device_code';
  const open = await registered({ token_endpoint_auth_method: 'none', grant_types: ['authorization_code', device] });
  const honest = await registered({});
  const identity = { client_id: honest.client_id, client_secret: honest.client_secret };
  const name = () => randomBytes(12).toString('hex');
  const challenge = { code_challenge: 'A'.repeat(43), code_challenge_method: 'S256' };
  const asked = { response_type: 'code', redirect_uri: REDIRECT, client_id: open.client_id, ...challenge };
  const kinds = {
    'unknown names': () => post('/oauth/authorize', { client_id: name() }),
    'wrong secrets': () =>
      post('/oauth/token', { ...identity, client_secret: name(), grant_type: 'client_credentials' }),
    'pushed requests': () => post('/oauth/par', { ...asked, state: name() + 'x'.repeat(12_000) }),
    'device codes': () => post('/oauth/device_authorization', { client_id: open.client_id }),
    registrations: () =>
      registered({ client_name: name() }).then(({ client_id: id }) => (id === undefined ? 429 : 201)),
  };
  let failed = false;
  for (const [kind, ask] of Object.entries(kinds)) {
    const before = sizeOf(folder);
    const answers = new Map();
    let unserved = 0;
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const statuses = await Promise.all(Array.from({ length: AT_ONCE }, ask));
      for (const status of statuses) answers.set(status, (answers.get(status) ?? 0) + 1);
      if (sent % 200 === 0 && (await post('/oauth/introspect', { ...identity, token: 'unknown' })) !== 200) unserved++;
    }
    await sleep(5000); // what waits is written
    const grown = (sizeOf(folder) - before) / MEBIBYTE;
    const isHeld = grown < MOST_MEBIBYTES && unserved === 0;
    failed ||= !isHeld;
    console.log(
      `${isHeld ? 'held  ' : 'BROKEN'} ${kind}: the store grew by ${grown.toFixed(1)} MiB;`,
      Object.fromEntries(answers),
      `; ${unserved} honest requests failed`,
    );
  }
  return failed ? 1 : 0;
}

const code = await flood().catch((error) => {
  console.error(String(error));
  return 1;
});
const ended = new Promise((resolve) => server.once('exit', resolve));
server.kill('SIGTERM');
await ended;
rmSync(folder, { recursive: true, force: true });
process.exit(code);
