import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, serve } from './processes.mjs';
import { startTlsProxy } from './tls.mjs';

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const ADMIN = { email: 'admin@example.com', password: 'Adm1n-long-password' };

/** The person that every client signs in. */
export const ADA = { email: 'ada@example.com', password: 'Correct-horse-9-battery', name: 'Ada Lovelace' };

/** A server of this build with a fresh database, an administrator and Ada; with `tls` its issuer is an https URL on that host. */
export async function startLatchkey({ tls } = {}) {
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-clients-'));
  const proxy = tls === undefined ? undefined : await startTlsProxy({ folder, host: tls, target: () => port });
  // the certificate is made for this run alone
  if (proxy !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const base = `http://localhost:${String(port)}`;
  const issuer = proxy?.issuer ?? base;
  const server = await serve(process.execPath, [MAIN], {
    port,
    cwd: folder,
    env: {
      PORT: String(port),
      DATA_DIR: path.join(folder, 'data'),
      ISSUER: issuer,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      DYNAMIC_REGISTRATION: 'open',
      FETCH_ALLOW_NETWORKS: '127.0.0.0/8,::1',
      LOG_LEVEL: 'warn',
    },
  });
  const login = await post(`${base}/auth/login`, { username: ADMIN.email, password: ADMIN.password });
  const authorization = `Bearer ${login.data.access_token}`;
  const api = (resource, body) => post(`${base}/api/v1/${resource}`, body, { authorization });
  await api('users', {
    email: ADA.email,
    password: ADA.password,
    username: 'ada',
    name: ADA.name,
    email_verified: true,
    profile: { given_name: 'Ada', family_name: 'Lovelace' },
  });
  return {
    issuer,
    certificate: proxy?.certificate,
    api,
    log: () => server.output(),
    async stop() {
      proxy?.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${url}: ${String(answer.status)} ${text}`);
  return JSON.parse(text);
}
