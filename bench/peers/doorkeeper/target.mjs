import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { formSignIn, needPackages } from '../debian.mjs';
import { accessToken, passwordGrant } from '../obtaining-tokens.mjs';
import { setUp, startServer } from '../server-process.mjs';

const NAME = 'doorkeeper';
const PACKAGES = ['puma', 'ruby-rails', 'ruby-doorkeeper', 'ruby-pg', 'libargon2-1'];
/** One for each connection: fewer give the same rate, but connections that stay open starve, and p99 is seconds. */
const THREADS = 32;
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Doorkeeper in a Rails application of Debian's, under Puma. */
export async function doorkeeper({ fixture, fixtureFile, database, port, logFolder }) {
  needPackages(PACKAGES);
  const baseUrl = `http://127.0.0.1:${port}`;
  const databaseUrl = await database.create(NAME);
  const root = path.join(logFolder, NAME);
  fs.mkdirSync(root);
  const env = {
    RAILS_ENV: 'production',
    RAILS_ROOT: root,
    FIXTURE: fixtureFile,
    DATABASE_URL: `${databaseUrl}?pool=${THREADS}`,
  };
  setUp({ name: NAME, command: ['/usr/bin/ruby', file('set-up.rb')], env, cwd: root });
  const listening = ['--bind', `tcp://127.0.0.1:${port}`, '--threads', `${THREADS}:${THREADS}`];
  const start = () =>
    startServer({
      name: NAME,
      command: ['/usr/bin/puma', '--quiet', '--environment', 'production', ...listening, file('config.ru')],
      cwd: root,
      env,
      health: `${baseUrl}/health`,
      logFolder,
    });
  const target = {
    name: NAME,
    baseUrl,
    databaseUrl,
    start,
    ...(await start()),
    client: fixture.client,
    endpoints: {
      token: '/oauth/token',
      introspect: '/oauth/introspect',
      revoke: '/oauth/revoke',
      authorize: '/oauth/authorize',
      protected: '/api/me',
    },
    parameters: { clientCredentials: { scope: 'api' } },
    user: (index) => fixture.users[index % fixture.users.length],
    signIn: (client, user) => formSignIn(client, user, fixture.password),
    logIn: (client, user) => passwordGrant(client, user, fixture.password),
    accessToken: (index) => accessToken(target, index),
  };
  return target;
}
