import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, type Pair, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';

let latchkey: Latchkey;
let client: OAuthClient;
let other: OAuthClient;
let admin: Person;

beforeAll(async () => {
  latchkey = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1' } });
  client = await addApplication(latchkey.database);
  other = await addApplication(latchkey.database);
  admin = await administrator(latchkey);
});
afterAll(() => latchkey.stop());

const BACK_CHANNEL = ['token', 'introspect', 'revoke'];
const CLIENT_CREDENTIALS = { grant_type: 'client_credentials' };

const at = (endpoint: string) => `${latchkey.baseUrl}/oauth/${endpoint}`;
const inBody = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret });
const raw = (credentials: string | Buffer) => ({
  authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
});
const token = (form: Record<string, string>, headers = {}) => postForm(at('token'), form, headers);

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function unsignedAssertion(sub: unknown): Record<string, string> {
  const jwt = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded({ iss: sub, sub, aud: latchkey.baseUrl })}.AAAA`;
  return { client_assertion_type: ASSERTION, client_assertion: jwt };
}

/** All that an answer tells, but for what differs between any two answers. */
function told({ status, headers, text }: Answer) {
  const { date: _, 'x-request-id': __, ...rest } = headers;
  return { status, headers: rest, text };
}

describe.each(BACK_CHANNEL)('at /oauth/%s', (endpoint) => {
  it('two ways to authenticate in one request are invalid_request, even with the same secret', async () => {
    const { clientId, clientSecret } = client;
    const requests = [
      postForm(
        at(endpoint),
        { token: 'x', ...CLIENT_CREDENTIALS, client_secret: clientSecret },
        basic(clientId, clientSecret),
      ),
      postForm(at(endpoint), { token: 'x', ...CLIENT_CREDENTIALS, ...inBody(client) }, basic(clientId, clientSecret)),
      postForm(at(endpoint), { token: 'x', ...CLIENT_CREDENTIALS, ...inBody(client), ...unsignedAssertion(clientId) }),
      postForm(
        at(endpoint),
        { token: 'x', ...CLIENT_CREDENTIALS, ...unsignedAssertion(clientId) },
        basic(clientId, clientSecret),
      ),
    ];
    for (const answer of await Promise.all(requests)) {
      expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_request' }]);
    }
  });

  it('two identities in one request are invalid_request', async () => {
    const { clientId, clientSecret } = client;
    const headers = basic(clientId, clientSecret);
    for (const form of [
      { client_id: other.clientId },
      { client_id: clientId.toUpperCase() },
      { client_id: ` ${clientId}` },
    ]) {
      const answer = await postForm(at(endpoint), { token: 'x', ...CLIENT_CREDENTIALS, ...form }, headers);
      expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_request' }]);
    }
    const twice = `client_id=${clientId}&client_id=${other.clientId}&client_secret=${clientSecret}&token=x`;
    expect((await postForm(at(endpoint), twice)).status).toBe(400);
  });

  it('an unknown client, a wrong secret, a built-in and a disabled client hear the same', async () => {
    const disabled = await addApplication(latchkey.database);
    await admin.api.patch(`applications/${disabled.id}`, { disabled: true });
    const attempts: [string, string][] = [
      ['no-such-client', client.clientSecret],
      [client.clientId, 'wrong'],
      [client.clientId, other.clientSecret],
      [client.clientId.toUpperCase(), client.clientSecret],
      ['auth', 'anything'],
      [disabled.clientId, disabled.clientSecret],
      ['x'.repeat(2000), 'anything'],
      ["' OR ''='", "' OR ''='"],
    ];
    const answers = await Promise.all(
      attempts.map(([id, secret]) => postForm(at(endpoint), { token: 'x', ...CLIENT_CREDENTIALS }, basic(id, secret))),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.json).toMatchObject({ error: 'invalid_client' });
      expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
      expect(told(answer)).toEqual(told(answers[0]!));
    }
  });

  it('no client at all is invalid_client', async () => {
    const forms: Record<string, string>[] = [
      {},
      { client_id: '' },
      { client_secret: client.clientSecret },
      { client_id: client.clientId },
    ];
    for (const form of forms) {
      const answer = await postForm(at(endpoint), { token: 'x', ...CLIENT_CREDENTIALS, ...form });
      expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
    }
  });

  it('a person’s credentials are no client’s', async () => {
    const answer = await postForm(at(endpoint), { token: 'x', ...CLIENT_CREDENTIALS }, bearer(admin.token));
    expect(answer.status).toBe(401);
  });
});

describe('HTTP Basic', () => {
  it.each([
    ['a:colon', 'se:cr:et'],
    ['a+plus', '+secret+'],
    ['a%percent', '100%'],
    ['a%2Bencoded', '%2B%25'],
    ['a space', ' secret '],
    ['a&b=c', '&=;?#/\\"\''],
    ['umlaut', 'gehört mir €'],
    ['~-._', '~-._!*()'],
  ])('carries the id %j and the secret %j', async (clientId, secret) => {
    await addApplication(latchkey.database, { clientId, secret });
    expect((await token(CLIENT_CREDENTIALS, basic(clientId, secret))).status).toBe(200);
  });

  it('is decoded once: an encoded id is another id', async () => {
    const odd = await addApplication(latchkey.database, { clientId: 'twice%2525', secret: 'twice%2525' });
    expect((await token(CLIENT_CREDENTIALS, basic(odd.clientId, odd.clientSecret))).status).toBe(200);
    for (const spelling of ['twice%2525:twice%2525', 'twice%25:twice%25']) {
      expect((await token(CLIENT_CREDENTIALS, raw(spelling))).status).toBe(401);
    }
  });

  it.each<[string, () => Record<string, string>]>([
    ['no colon', () => raw('client')],
    ['no id', () => raw(':secret')],
    ['nothing', () => raw('')],
    ['a stray percent sign', () => raw(`${client.clientId}%:${client.clientSecret}`)],
    ['a NUL, encoded', () => raw(`${client.clientId}%00:${client.clientSecret}`)],
    ['a NUL, encoded, alone', () => raw('%00:%00')],
    ['a NUL', () => raw(`\0:${client.clientSecret}`)],
    ['a NUL in the secret', () => raw(`${client.clientId}:\0`)],
    ['broken UTF-8', () => raw(Buffer.from([0xff, 0x3a, 0xff]))],
    ['broken UTF-8, encoded', () => raw('%ff:%c0%80')],
    ['base64url', () => ({ authorization: 'Basic ___-' })],
    ['padding within', () => ({ authorization: 'Basic YWJj=ZGVm' })],
    ['spaces within', () => ({ authorization: 'Basic YW Jj' })],
    ['no base64 at all', () => ({ authorization: 'Basic client:secret' })],
    ['another scheme', () => ({ authorization: 'Digest username="x"' })],
    ['only the scheme', () => ({ authorization: 'Basic' })],
    ['ten kilobytes', () => raw(`${'x'.repeat(10_000)}:y`)],
  ])('with %s is a 401, never a 500', async (_, headers) => {
    const answer = await token(CLIENT_CREDENTIALS, headers());
    expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('with odd names leaves the audit trail in working order', async () => {
    // a network of its own: the refusals of the others are counted by now
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    await token(CLIENT_CREDENTIALS, { ...raw('%00:%00'), ...elsewhere });
    await token(CLIENT_CREDENTIALS, { ...basic('audited-client', 'wrong'), ...elsewhere });
    const written = () =>
      latchkey.database.query(`SELECT FROM audit_events WHERE client_id = 'audited-client' AND outcome = 'refused'`);
    await eventually(
      async () => (await written()).length,
      (value) => expect(value).toBe(1),
    );
  });
});

describe('a client assertion', () => {
  it.each([
    ['a NUL', '\0'],
    ['half a character', '\ud800'],
    ['a number', 7],
    ['a list', ['a']],
    ['nothing', ''],
    ['four kilobytes', 'x'.repeat(4000)],
    ['an application without keys', 'OURS'],
  ])('that names %s is a 4xx, never a 500', async (_, name) => {
    const answer = await token({
      ...CLIENT_CREDENTIALS,
      ...unsignedAssertion(name === 'OURS' ? client.clientId : name),
    });
    expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
  });
});

describe('what an application may do', () => {
  const person = { username: ADMINISTRATOR.email, password: ADMINISTRATOR.password };
  const errorOf = (answer: Answer) => (answer.json as { error?: string }).error;

  it.each([
    ['password', person],
    ['client_credentials', {}],
    ['refresh_token', { refresh_token: 'x' }],
    ['authorization_code', { code: 'x', redirect_uri: 'https://app.example.com/callback' }],
  ])('includes grant_type=%s only if it was given that', async (grantType, parameters) => {
    const poor = await addApplication(latchkey.database, { grantTypes: [] });
    const answer = await token({ grant_type: grantType, ...parameters, ...inBody(poor) });
    expect(errorOf(answer)).toBe('unauthorized_client');
  });

  it('never includes a scope that it was not given, by any grant', async () => {
    const modest = await addApplication(latchkey.database, { scopes: ['public'] });
    for (const scope of ['write_items', 'read:users', 'openid', 'PUBLIC', 'no:such:scope', '*']) {
      expect(errorOf(await token({ ...CLIENT_CREDENTIALS, scope, ...inBody(modest) }))).toBe('invalid_scope');
      expect(errorOf(await token({ grant_type: 'password', scope, ...person, ...inBody(modest) }))).toBe(
        'invalid_scope',
      );
    }
    // RFC 6749 §3.3: other scopes are left out, and the answer lists the rest
    for (const grant of [CLIENT_CREDENTIALS, { grant_type: 'password', ...person }]) {
      const answer = await token({ ...grant, scope: 'public write_items', ...inBody(modest) });
      expect(answer.json).toMatchObject({ scope: 'public' });
    }
    const pair = (await token({ grant_type: 'password', ...person, ...inBody(modest) })).json as Pair;
    const wider = { grant_type: 'refresh_token', refresh_token: pair.refresh_token, scope: 'public write_items' };
    expect(errorOf(await token({ ...wider, ...inBody(modest) }))).toBe('invalid_scope');
  });

  it('includes no admin’s scope while its owner is a member, or it has none', async () => {
    const greedy = await addApplication(latchkey.database, { scopes: ['public', 'read:users', 'write:users'] });
    const own = (await token({ ...CLIENT_CREDENTIALS, ...inBody(greedy) })).json as {
      scope: string;
      access_token: string;
    };
    expect(own.scope).toBe('public');
    const users = await call(`${latchkey.baseUrl}/api/v1/users`, { headers: bearer(own.access_token) });
    expect(users.status).toBe(403);
  });
});

describe('a public client', () => {
  let app: OAuthClient;
  beforeAll(async () => {
    app = await addApplication(latchkey.database, { type: 'public', secret: null });
  });
  const naming = () => ({ client_id: app.clientId });

  it('gets nothing that takes a secret', async () => {
    const person = { username: ADMINISTRATOR.email, password: ADMINISTRATOR.password };
    for (const form of [{ ...CLIENT_CREDENTIALS }, { grant_type: 'password', ...person }]) {
      const answer = await token({ ...form, ...naming() });
      expect([answer.status, answer.json]).toMatchObject([400, { error: 'unauthorized_client' }]);
    }
    expect((await postForm(at('introspect'), { token: admin.token, ...naming() })).status).toBe(401);
    expect((await postForm(at('revoke'), naming())).status).toBe(400);
  });

  it('is not let in with a made-up secret', async () => {
    for (const client_secret of ['anything', 'undefined', 'null']) {
      const answer = await token({ ...CLIENT_CREDENTIALS, ...naming(), client_secret });
      expect(answer.status).toBe(401);
    }
    const made = basic(app.clientId, 'null');
    expect((await token(CLIENT_CREDENTIALS, made)).status).toBe(401);
  });

  it('may name itself by HTTP Basic with an empty password, which proves as little', async () => {
    const refused = { ...CLIENT_CREDENTIALS, grant_type: 'authorization_code', code: 'x' };
    for (const form of [refused, { ...refused, ...naming() }, { ...refused, client_secret: '' }]) {
      const answer = await token(form, basic(app.clientId, ''));
      expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_grant' }]);
    }
    const own = await token(CLIENT_CREDENTIALS, basic(app.clientId, ''));
    expect([own.status, own.json]).toMatchObject([400, { error: 'unauthorized_client' }]);
    expect((await postForm(at('introspect'), { token: admin.token }, basic(app.clientId, ''))).status).toBe(401);
    for (const id of [client.clientId, 'unknown']) {
      const answer = await token(refused, basic(id, ''));
      expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
    }
  });

  it('is not what a confidential one becomes by leaving out its secret, with any row', async () => {
    const odd = await addApplication(latchkey.database, { type: 'confidential', secret: null, authMethod: 'none' });
    const answer = await token({ ...CLIENT_CREDENTIALS, client_id: odd.clientId });
    expect([answer.status, answer.json]).toMatchObject([401, { error: 'invalid_client' }]);
    expect((await token({ ...CLIENT_CREDENTIALS, client_id: client.clientId })).status).toBe(401);
    expect((await token({ ...CLIENT_CREDENTIALS, client_id: client.clientId, client_secret: '' })).status).toBe(401);
  });
});

describe('a client secret', () => {
  it('is kept as a hash, and never shown again', async () => {
    const created = await admin.api.post('applications', { name: 'An application', scopes: ['public'] });
    const { id, client_secret } = created.json as { id: string; client_secret: string };
    const hash = createHash('sha256').update(client_secret).digest('hex');
    const everything = await latchkey.database.query<{ row: string }>(
      `SELECT (SELECT string_agg(a::text, ' ') FROM applications a) || (SELECT string_agg(s::text, ' ') FROM application_secrets s) AS row`,
    );
    expect(everything[0]!.row).not.toContain(client_secret);
    expect(everything[0]!.row).toContain(hash);
    for (const path of [`applications/${id}`, 'applications', `applications/${id}/secrets`, 'audit-events']) {
      const { status, text } = await admin.api.get(path);
      expect(status).toBe(200);
      expect(text).not.toContain(client_secret);
      expect(text).not.toContain(hash);
    }
  });

  it('opens no API and no face', async () => {
    expect((await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(client.clientSecret) })).status).toBe(
      401,
    );
    const key = { 'x-api-key': client.clientSecret };
    expect((await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: key })).status).toBe(401);
    const login = { username: client.clientId, password: client.clientSecret };
    expect((await postJson(`${latchkey.baseUrl}/auth/login`, login)).status).toBe(401);
  });
});
