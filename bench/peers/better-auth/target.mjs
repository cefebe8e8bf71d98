import { fileURLToPath } from 'node:url';
import { accessToken } from '../obtaining-tokens.mjs';
import { setUp, startServer } from '../server-process.mjs';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const BASE = '/api/auth';

export async function betterAuth({ fixture, fixtureFile, database, port, logFolder }) {
  const baseUrl = `http://localhost:${port}`;
  const databaseUrl = await database.create('better_auth');
  const env = { NODE_ENV: 'production', PORT: String(port), FIXTURE: fixtureFile, DATABASE_URL: databaseUrl };
  setUp({ name: 'better-auth', command: [process.execPath, file('set-up.mjs')], env });
  const start = () =>
    startServer({
      name: 'better-auth',
      command: [process.execPath, file('server.mjs')],
      env,
      health: `${baseUrl}${BASE}/.well-known/openid-configuration`,
      logFolder,
    });
  const target = {
    name: 'better-auth',
    baseUrl,
    databaseUrl,
    start,
    ...(await start()),
    client: fixture.client,
    endpoints: {
      token: `${BASE}/oauth2/token`,
      introspect: `${BASE}/oauth2/introspect`,
      revoke: `${BASE}/oauth2/revoke`,
      authorize: `${BASE}/oauth2/authorize`,
      protected: `${BASE}/oauth2/userinfo`,
    },
    parameters: { clientCredentials: { scope: 'api' } },
    user: (index) => fixture.users[index % fixture.users.length],
    signIn: (client, user) => signIn(client, user, fixture.password),
    logIn: (client, user) => logIn(client, user, fixture.password),
    accessToken: (index) => accessToken(target, index),
  };
  return target;
}

async function logIn(client, { email }, password) {
  const headers = `Origin: ${client.target.baseUrl}\r\n`;
  const answer = await client.submit(`${BASE}/sign-in/email`, { json: { email, password }, headers });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 200)}`);
}

async function signIn(client, user, password) {
  await logIn(client, user, password);
  const { client: application, endpoints, baseUrl } = client.target;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: application.id,
    redirect_uri: application.redirectUri,
    scope: 'openid offline_access',
    state: 'sign-in',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const consent = await client.follow(`${endpoints.authorize}?${query}`);
  const oauth_query = consent.path?.split('?')[1];
  await client.submit(`${BASE}/oauth2/consent`, {
    json: { accept: true, oauth_query },
    headers: `Origin: ${baseUrl}\r\n`,
  });
}
