import crypto from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { formSignIn, needPackages } from '../debian.mjs';
import { accessToken, passwordGrant } from '../obtaining-tokens.mjs';
import { setUp, startServer } from '../server-process.mjs';

const NAME = 'django-oauth-toolkit';
const PACKAGES = ['gunicorn', 'python3-django-oauth-toolkit', 'python3-psycopg2', 'python3-argon2'];
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** One worker, as the other peers are one process; its threads keep connections open. */
const GUNICORN = ['--workers', '1', '--worker-class', 'gthread', '--threads', '4', '--keep-alive', '30'];

/** django-oauth-toolkit on Debian's Django, under gunicorn. */
export async function djangoOauthToolkit({ fixture, fixtureFile, database, port, logFolder }) {
  needPackages(PACKAGES);
  const baseUrl = `http://127.0.0.1:${port}`;
  const databaseUrl = await database.create('django_oauth_toolkit');
  const { privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const env = {
    DJANGO_SETTINGS_MODULE: 'settings',
    PYTHONPATH: FOLDER,
    PYTHONDONTWRITEBYTECODE: '1',
    FIXTURE: fixtureFile,
    DATABASE_URL: databaseUrl,
    OIDC_RSA_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  setUp({ name: NAME, command: ['/usr/bin/python3', `${FOLDER}set_up.py`], env, cwd: logFolder });
  const application = 'django.core.wsgi:get_wsgi_application()';
  const start = () =>
    startServer({
      name: NAME,
      command: ['/usr/bin/gunicorn', '--bind', `127.0.0.1:${port}`, ...GUNICORN, application],
      cwd: logFolder,
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
      token: '/o/token/',
      introspect: '/o/introspect/',
      revoke: '/o/revoke_token/',
      authorize: '/o/authorize/',
      protected: '/o/userinfo/',
    },
    parameters: { clientCredentials: { scope: 'api' } },
    user: (index) => fixture.users[index % fixture.users.length],
    signIn: (client, user) => formSignIn(client, user, fixture.password),
    logIn: (client, user) => passwordGrant(client, user, fixture.password),
    accessToken: (index) => accessToken(target, index),
  };
  return target;
}
