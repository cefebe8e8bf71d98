// Makes the tables, signs the users up and registers the client.
import crypto from 'node:crypto';
import { getMigrations } from 'better-auth/db/migration';
import { auth, fixture, pool } from './auth.mjs';

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
for (const { email } of fixture.users) {
  await auth.api.signUpEmail({ body: { email, password: fixture.password, name: email } });
}
const { headers } = await auth.api.signInEmail({
  body: { email: fixture.users[0].email, password: fixture.password },
  returnHeaders: true,
});
const cookie = headers
  .getSetCookie()
  .map((line) => line.split(';')[0])
  .join('; ');
const created = await auth.api.adminCreateOAuthClient({
  headers: new Headers({ cookie }),
  body: {
    redirect_uris: [fixture.client.redirectUri],
    client_name: 'bench',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    scope: 'openid email offline_access api',
    client_credentials_scopes: ['api'],
    require_pkce: true,
  },
});
// its default keeps the SHA-256 of a secret
const secretHash = crypto.createHash('sha256').update(fixture.client.secret).digest('base64url');
await pool.query('UPDATE "oauthClient" SET "clientId" = $1, "clientSecret" = $2 WHERE "clientId" = $3', [
  fixture.client.id,
  secretHash,
  created.client_id,
]);
await pool.query('DELETE FROM session');
await pool.end();
