import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const START_MS = 120_000;
const ADMIN = { username: 'root@example.com', password: 'Adm1n-long-password' };
/** So that refusals at a bound hide no other answer. */
const PATIENT = Object.fromEntries(
  ['ACCOUNT_AND_NETWORK', 'ACCOUNT', 'NETWORK'].map((name) => [`ATTEMPTS_PER_${name}`, '1000000']),
);

/** The built server with its own database in a temporary folder. */
export async function startServer() {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-fuzz-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const child = spawn(process.execPath, [MAIN], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      ISSUER: url,
      DATA_DIR: path.join(folder, 'data'),
      ADMIN_EMAIL: ADMIN.username,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'error',
      DYNAMIC_REGISTRATION: 'open',
      FETCH_ALLOW_NETWORKS: '127.0.0.0/8',
      TRUST_PROXY: '127.0.0.1',
      ...PATIENT,
    },
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stop = async () => {
    if (isRunning()) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MS;
  while (!(await isReady(url))) {
    if (!isRunning() || Date.now() > deadline) {
      await stop();
      throw new Error('the server does not start');
    }
    await sleep(250);
  }
  return { url, port, admin: ADMIN, isRunning, stop };
}

async function isReady(url) {
  return (await fetch(`${url}/health/ready`).catch(() => undefined))?.status === 200;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
