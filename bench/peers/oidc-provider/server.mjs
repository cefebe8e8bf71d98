// oidc-provider as its documentation has it. env: PORT, FIXTURE (a JSON file), DATABASE_URL (unset: its own memory).
import fs from 'node:fs';
import http from 'node:http';
import { verify } from '@node-rs/argon2';
import Provider from 'oidc-provider';
import pg from 'pg';
import { postgresAdapter } from './adapter.mjs';

const { PORT, FIXTURE, DATABASE_URL } = process.env;
const { client, users, jwk } = JSON.parse(fs.readFileSync(FIXTURE, 'utf8'));
const API = 'urn:bench:api';
const TWO_WEEKS = 1_209_600;

const pool = DATABASE_URL === undefined ? undefined : new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
const one = async (name, text, value) => (await pool.query({ name, text, values: [value] })).rows[0];
const byEmail = new Map(users.map((user) => [user.email, { ...user, password: user.passwordHash }]));
const byId = new Map(users.map((user) => [user.id, user]));
const accounts = {
  byEmail: pool
    ? (email) => one('by_email', 'SELECT id, email, password FROM users WHERE email = $1', email)
    : async (email) => byEmail.get(email),
  byId: pool ? (id) => one('by_id', 'SELECT id, email FROM users WHERE id = $1', id) : async (id) => byId.get(id),
};

const provider = new Provider(`http://localhost:${PORT}`, {
  adapter: pool && postgresAdapter(pool),
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [client.redirectUri],
      grant_types: ['client_credentials', 'authorization_code', 'refresh_token', 'password'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [jwk] },
  scopes: ['openid', 'offline_access', 'email', 'api'],
  claims: { openid: ['sub'], email: ['email'] },
  cookies: { keys: ['bench-cookie-key'] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  ttl: {
    AccessToken: 3600,
    AuthorizationCode: 60,
    ClientCredentials: 3600,
    Grant: TWO_WEEKS,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: TWO_WEEKS,
    Session: TWO_WEEKS,
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: async (_context, id) => {
    const user = await accounts.byId(id);
    return user && { accountId: id, claims: async () => ({ sub: id, email: user.email }) };
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    revocation: { enabled: true },
    // JWT access tokens are asked for with `resource`; without it they are opaque, its default
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: async () => ({
        scope: 'api',
        audience: API,
        accessTokenTTL: 3600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});
provider.on('server_error', (_context, error) => console.error(error));

async function logIn(email, password) {
  const user = await accounts.byEmail(email);
  return user && (await verify(user.password, password)) ? user : undefined;
}

// the password grant, as its documentation shows custom grants
provider.registerGrantType(
  'password',
  async (context) => {
    const { params, client: application } = context.oidc;
    const user = await logIn(params.username, params.password);
    if (user === undefined) {
      context.status = 400;
      context.body = { error: 'invalid_grant' };
      return;
    }
    const grant = new provider.Grant({ accountId: user.id, clientId: application.clientId });
    grant.addOIDCScope(params.scope);
    const facts = {
      accountId: user.id,
      client: application,
      grantId: await grant.save(),
      gty: 'password',
      scope: params.scope,
      authTime: Math.floor(Date.now() / 1000),
    };
    const accessToken = new provider.AccessToken(facts);
    const refreshToken = new provider.RefreshToken({ ...facts, rotations: 0 });
    context.body = {
      access_token: await accessToken.save(),
      refresh_token: await refreshToken.save(),
      token_type: 'Bearer',
      expires_in: accessToken.expiration,
      scope: params.scope,
    };
  },
  ['username', 'password', 'scope'],
);

/** The smallest sign-in and consent page: GET shows the request, POST answers it. */
async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.end(`<form method="post">${details.prompt.name}</form>`);
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  if (details.prompt.name === 'login') {
    const user = await logIn(form.get('username'), form.get('password'));
    const result = { login: { accountId: user.id } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    return;
  }
  const { accountId } = details.session;
  const grant = new provider.Grant({ accountId, clientId: details.params.client_id });
  grant.addOIDCScope((details.prompt.details.missingOIDCScope ?? []).join(' '));
  for (const [resource, scopes] of Object.entries(details.prompt.details.missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  const result = { consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

const protocol = provider.callback();
http
  .createServer((request, response) => {
    if (!request.url.startsWith('/interaction/')) {
      protocol(request, response);
      return;
    }
    interact(request, response).catch((error) => response.writeHead(500).end(String(error?.message ?? error)));
  })
  .listen(Number(PORT), 'localhost');
