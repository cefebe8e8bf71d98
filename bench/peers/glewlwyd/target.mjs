import fs from 'node:fs';
import path from 'node:path';
import { needPackages } from '../debian.mjs';
import { accessToken } from '../obtaining-tokens.mjs';
import { startServer } from '../server-process.mjs';
import { configurationFile } from './configuration.mjs';
import { configure, makeTables } from './set-up.mjs';

const NAME = 'glewlwyd';
const PACKAGES = ['glewlwyd'];
/** Where there is none its installation fails, or brings a client of MySQL. */
const DBCONFIG = ['dbconfig-sqlite3'];
const BASE = '/api/oidc';

/** Glewlwyd with its OpenID Connect plug-in. */
export async function glewlwyd({ fixture, database, port, logFolder }) {
  needPackages(PACKAGES, DBCONFIG);
  const baseUrl = `http://127.0.0.1:${port}`;
  const databaseUrl = await database.create(NAME);
  await makeTables(databaseUrl);
  const configuration = path.join(logFolder, `${NAME}.conf`);
  fs.writeFileSync(configuration, configurationFile({ port, baseUrl, databaseUrl }), { mode: 0o600 });
  const startWhen = (health) =>
    startServer({
      name: NAME,
      command: ['/usr/bin/glewlwyd', '--config-file', configuration],
      cwd: logFolder,
      health: baseUrl + health,
      logFolder,
    });
  const unconfigured = await startWhen('/config');
  try {
    await configure(baseUrl, fixture);
  } finally {
    await unconfigured.stop();
  }
  const start = () => startWhen(`${BASE}/.well-known/openid-configuration`);
  const target = {
    name: NAME,
    baseUrl,
    databaseUrl,
    start,
    ...(await start()),
    client: fixture.client,
    endpoints: {
      token: `${BASE}/token`,
      introspect: `${BASE}/introspect`,
      revoke: `${BASE}/revoke`,
      authorize: `${BASE}/auth`,
      protected: `${BASE}/userinfo`,
    },
    // g_continue: its own page says so after the sign-in
    parameters: { clientCredentials: { scope: 'api' }, authorize: { g_continue: '' } },
    // on PostgreSQL it hashes passwords in the database with bcrypt of cost 6: not the work the scenario compares
    lacks: ['login'],
    user: (index) => fixture.users[index % fixture.users.length],
    signIn: (client, user) => signIn(client, user, fixture.password),
    accessToken: (index) => accessToken(target, index),
  };
  return target;
}

async function signIn(client, { email }, password) {
  const { status, body } = await client.submit('/api/auth/', { json: { username: email, password } });
  if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
}
