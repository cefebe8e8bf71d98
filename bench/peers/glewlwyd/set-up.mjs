import crypto from 'node:crypto';
import fs from 'node:fs';
import { query } from '../../database.mjs';
import { application, plugin, scope } from './configuration.mjs';

const SQL = '/usr/share/dbconfig-common/data/glewlwyd/install';
/** What the package's own SQL gives its administrator. */
const ADMIN = { username: 'admin', password: 'password' };

/** The tables and first rows, from the package's own SQL. */
export async function makeTables(databaseUrl) {
  await query(databaseUrl, 'CREATE EXTENSION pgcrypto');
  for (const name of ['pgsql', 'postgre.default.sql']) {
    await query(databaseUrl, fs.readFileSync(`${SQL}/${name}`, 'utf8'));
  }
}

/** The plug-in, the scopes, the client and the users, who consent to what the client asks for. */
export async function configure(baseUrl, { client, users, password, jwk }) {
  const admin = await logIn(baseUrl, ADMIN);
  const call = (method, path, body) => send(baseUrl, { method, path, body, cookie: admin });
  for (const name of ['api', 'offline_access']) await call('POST', '/api/scope/', scope(name));
  await call('PUT', '/api/scope/openid', scope('openid'));
  await call('POST', '/api/mod/plugin/', plugin(`${baseUrl}/api/oidc`, pems(jwk)));
  await call('POST', '/api/client/', application(client));
  const scopes = ['openid', 'offline_access', 'api'];
  for (const { email } of users) {
    const user = { username: email, name: email, email, password, enabled: true, scope: [...scopes, 'g_profile'] };
    await call('POST', '/api/user/', user);
    const cookie = await logIn(baseUrl, { username: email, password });
    const grant = { scope: scopes.join(' ') };
    await send(baseUrl, { method: 'PUT', path: `/api/auth/grant/${client.id}/`, body: grant, cookie });
  }
}

async function logIn(baseUrl, body) {
  const response = await send(baseUrl, { method: 'POST', path: '/api/auth/', body });
  const cookies = response.headers.getSetCookie();
  return cookies.map((line) => line.split(';')[0]).join('; ');
}

async function send(baseUrl, { method, path, body, cookie = '' }) {
  const headers = { 'content-type': 'application/json', cookie };
  const response = await fetch(baseUrl + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

function pems(jwk) {
  const key = crypto.createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }),
    cert: crypto.createPublicKey(key).export({ type: 'spki', format: 'pem' }),
  };
}
