// better-auth: e-mail and password (argon2id) and its OAuth 2.1 provider, on PostgreSQL through kysely.
// env: PORT, FIXTURE (a JSON file), DATABASE_URL
import fs from 'node:fs';
import { oauthProvider } from '@better-auth/oauth-provider';
import { hash, verify } from '@node-rs/argon2';
import { betterAuth } from 'better-auth';
import { jwt } from 'better-auth/plugins';
import pg from 'pg';
import { ARGON2ID } from '../fixture.mjs';

const { PORT, FIXTURE, DATABASE_URL } = process.env;
export const fixture = JSON.parse(fs.readFileSync(FIXTURE, 'utf8'));
export const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });
export const auth = betterAuth({
  baseURL: `http://localhost:${PORT}`,
  basePath: '/api/auth',
  secret: 'a secret of the benchmark, not used for anything else',
  database: pool,
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => hash(password, ARGON2ID),
      verify: ({ hash: stored, password }) => verify(stored, password),
    },
  },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
  disabledPaths: ['/token'],
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: 'ES256' } } }),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: ['openid', 'email', 'offline_access', 'api'],
      cachedTrustedClients: new Set([fixture.client.id]),
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
      clientPrivileges: () => true,
    }),
  ],
});
