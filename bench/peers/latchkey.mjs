import crypto from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client, expectJson } from '../driver/client.mjs';
import { startServer } from './server-process.mjs';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const ADMIN = { email: 'admin@bench.test', password: 'bench administrator' };
/** Operations without an id_token: its algorithm makes no difference to them. */
const WITHOUT_ID_TOKEN = ['client_credentials', 'introspection', 'revocation', 'bearer_read'];
const SCOPES = ['openid', 'email', 'offline_access', 'read_items'];

/** Latchkey as it is shipped, on PostgreSQL, everything durable. */
export async function latchkey({
  fixture,
  database,
  port,
  logFolder,
  name = 'latchkey',
  workers = 1,
  main = MAIN,
  idTokenAlg = 'ES256',
  environment: extra = {},
}) {
  const baseUrl = `http://localhost:${port}`;
  const environment = {
    NODE_ENV: 'production',
    PORT: String(port),
    ISSUER: baseUrl,
    DATABASE_URL: await database.create(name.replaceAll('-', '_')),
    SECRET_KEY: crypto.randomBytes(32).toString('base64'),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    WORKERS: String(workers),
    LOG_LEVEL: 'error',
    ...extra,
  };
  const start = () =>
    startServer({
      name,
      command: [process.execPath, main],
      cwd: logFolder,
      env: environment,
      health: `${baseUrl}/health/ready`,
      logFolder,
    });
  const server = await start();
  const application = await setUp(baseUrl, fixture, idTokenAlg);
  const target = {
    name,
    lacks: idTokenAlg === 'ES256' ? [] : WITHOUT_ID_TOKEN,
    baseUrl,
    start,
    ...server,
    databaseUrl: environment.DATABASE_URL,
    client: { id: application.client_id, secret: application.client_secret, redirectUri: fixture.client.redirectUri },
    applicationId: application.id,
    endpoints: {
      token: '/oauth/token',
      introspect: '/oauth/introspect',
      revoke: '/oauth/revoke',
      authorize: '/oauth/authorize',
      protected: '/oauth/userinfo',
    },
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

async function setUp(baseUrl, fixture, idTokenAlg) {
  const call = async (path, body, token) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(baseUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { access_token } = await call('/v1/auth/login', ADMIN);
  for (const { email } of fixture.users) {
    await call('/api/v1/users', { email, password: fixture.password, role: 'member' }, access_token);
  }
  const redirect_uris = [fixture.client.redirectUri];
  const application = { name: 'Bench', scopes: SCOPES, redirect_uris, id_token_signed_response_alg: idTokenAlg };
  return call('/api/v1/applications', application, access_token);
}

async function passwordGrant(client, user, password) {
  const fields = { grant_type: 'password', username: user.email, password, scope: 'openid email' };
  return expectJson(await client.token(fields), 'access_token');
}

/** Through the sign-in and the consent page, as a person would. */
async function signIn(client, user, password) {
  const { target } = client;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: target.client.id,
    redirect_uri: target.client.redirectUri,
    scope: 'openid offline_access',
    prompt: 'consent',
    code_challenge: crypto.createHash('sha256').update('bench').digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await client.follow(`${target.endpoints.authorize}?${query}`);
  const form = { ...hiddenFields(page), username: user.email, password };
  const consent = await client.submit('/interaction/sign-in', { form });
  await client.submit('/interaction/consent', { form: { ...hiddenFields(consent), decision: 'allow' } });
}

function hiddenFields({ body }) {
  const inputs = body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
}
