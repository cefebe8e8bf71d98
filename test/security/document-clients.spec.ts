// What an attacker would gain: server errors at will, and with them alarms, retries and a log full of stack traces. A
// client that is described by a document needs no account here to call any endpoint, and there is no row of it.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DocumentHost } from '../support/document-host.js';
import { type Answer, postForm } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionFields, ClientKey } from '../support/signing-client.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

let server: Latchkey;
let host: DocumentHost;
let clientId: string;
let key: ClientKey;

beforeAll(async () => {
  server = await startLatchkey({ settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  host = await DocumentHost.start();
  key = await ClientKey.make();
  clientId = host.publish('not yet');
  host.replace(clientId, {
    client_id: clientId,
    client_name: 'Unknown',
    redirect_uris: ['https://app.example.com/callback'],
    grant_types: ['authorization_code', 'refresh_token', DEVICE],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: key.jwks,
  });
});

afterAll(async () => {
  await server.stop();
  await host.stop();
});

async function ask(endpoint: string, form: Record<string, string>): Promise<Answer> {
  const assertion = await assertionFields(key, clientId, server.baseUrl);
  return postForm(`${server.baseUrl}/oauth/${endpoint}`, { ...form, ...assertion });
}

it('the revocation of everything by a client without an account here does nothing, and says so', async () => {
  const answer = await ask('revoke', {});
  expect([answer.status, answer.json]).toEqual([200, {}]);
  const rows = await server.database.query('SELECT FROM applications WHERE client_id = $1', [clientId]);
  expect(rows).toHaveLength(0);
});

it.each([
  ['revoke', { token: 'unknown' }],
  ['introspect', { token: 'unknown' }],
  ['par', { response_type: 'code', redirect_uri: 'https://app.example.com/callback' }],
  ['device_authorization', { scope: 'openid' }],
  ['token', { grant_type: 'authorization_code', code: 'unknown', redirect_uri: 'https://app.example.com/callback' }],
  ['token', { grant_type: 'refresh_token', refresh_token: 'unknown' }],
  ['token', { grant_type: 'client_credentials' }],
  ['token', { grant_type: 'password', username: 'a', password: 'b' }],
  ['token', { grant_type: DEVICE, device_code: 'unknown' }],
  ['token', { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: 'unknown' }],
])('a client without an account here is answered by %s, and is no server error: %j', async (endpoint, form) => {
  const { status } = await ask(endpoint, form);
  expect(status).toBeLessThan(500);
});
