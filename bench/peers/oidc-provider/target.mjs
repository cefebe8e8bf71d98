import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Client } from '../../driver/client.mjs';
import { passwordGrant } from '../obtaining-tokens.mjs';
import { startServer } from '../server-process.mjs';
import { TABLES } from './adapter.mjs';

const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url));

/** oidc-provider, in its own memory or on PostgreSQL; `jwt`: its access tokens as ES256 JWTs. */
export async function oidcProvider({ fixture, fixtureFile, database, port, logFolder, store, jwt = false }) {
  const name = `oidc-provider-${store}${jwt ? '-jwt' : ''}`;
  const baseUrl = `http://localhost:${port}`;
  const databaseUrl =
    store === 'postgres' ? await tables(await database.create(name.replaceAll('-', '_')), fixture) : undefined;
  const start = () =>
    startServer({
      name,
      command: [process.execPath, SERVER],
      env: {
        NODE_ENV: 'production',
        PORT: String(port),
        FIXTURE: fixtureFile,
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      },
      health: `${baseUrl}/.well-known/openid-configuration`,
      logFolder,
    });
  const resource = { resource: 'urn:bench:api' };
  const target = {
    name,
    baseUrl,
    databaseUrl,
    start,
    ...(await start()),
    client: fixture.client,
    endpoints: {
      token: '/token',
      introspect: '/token/introspection',
      revoke: '/token/revocation',
      authorize: '/auth',
      protected: '/me',
    },
    parameters: jwt
      ? {
          clientCredentials: { ...resource, scope: 'api' },
          authorize: { ...resource, scope: 'openid offline_access api' },
        }
      : {},
    // its memory holds 1,000 entries: tokens issued beforehand would be gone
    lacks: jwt ? ['introspection', 'revocation', 'bearer_read', 'login'] : store === 'memory' ? ['revocation'] : [],
    user: (index) => fixture.users[index % fixture.users.length],
    signIn: (client, user) => signIn(client, user, fixture.password),
    logIn: (client, user) => passwordGrant(client, user, fixture.password),
    accessToken: async (index) => {
      const client = new Client(target);
      const tokens = await passwordGrant(client, target.user(index), fixture.password);
      client.close();
      return tokens.access_token;
    },
  };
  return target;
}

async function tables(url, { users }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(TABLES);
  for (const { id, email, passwordHash } of users) {
    await client.query('INSERT INTO users VALUES ($1, $2, $3)', [id, email, passwordHash]);
  }
  await client.end();
  return url;
}

async function signIn(client, user, password) {
  const { client: application, endpoints, parameters } = client.target;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: application.id,
    redirect_uri: application.redirectUri,
    scope: 'openid offline_access',
    prompt: 'consent',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...parameters.authorize,
  });
  const login = await client.follow(`${endpoints.authorize}?${query}`);
  const consent = await client.submit(login.path, { form: { username: user.email, password } });
  await client.submit(consent.path, { form: {} });
}
