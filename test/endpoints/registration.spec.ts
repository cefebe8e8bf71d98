import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentHost } from '../support/document-host.js';
import { holdRow } from '../support/held-row.js';
import { type Answer, basic, bearer, call, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';
import { ClientKey } from '../support/signing-client.js';

/** From one network, all that the specs here make from their own. */
const REGISTRATIONS = 40;
const CALLBACK = 'https://app.example.com/callback';

interface Registered {
  client_id: string;
  client_secret?: string;
  registration_access_token: string;
  registration_client_uri: string;
  scope: string;
}

function register(server: Latchkey, metadata: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return postJson(`${server.baseUrl}/oauth/register`, metadata, headers);
}

async function registered(server: Latchkey, metadata: Record<string, unknown> = {}): Promise<Registered> {
  const answer = await register(server, { redirect_uris: [CALLBACK], ...metadata });
  expectOf(answer.text, answer.status).toBe(201);
  return answer.json as Registered;
}

function manage(method: string, { registration_client_uri }: Registered, token: string, body?: unknown) {
  const headers = { ...bearer(token), 'content-type': JSON_TYPE };
  return call(registration_client_uri, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

async function metadataOf(server: Latchkey): Promise<Record<string, unknown>> {
  return (await call(`${server.baseUrl}/.well-known/oauth-authorization-server`)).json as Record<string, unknown>;
}

describe('registration that is off', () => {
  let server: Latchkey;
  beforeAll(async () => {
    server = await startLatchkey();
  });
  afterAll(() => server.stop());

  it('is not there, and not in the metadata', async () => {
    expect((await register(server, { redirect_uris: [CALLBACK] })).status).toBe(404);
    expect((await call(`${server.baseUrl}/oauth/register/x`, { headers: bearer('lkg_x') })).status).toBe(404);
    expect(await metadataOf(server)).not.toHaveProperty('registration_endpoint');
  });
});

describe('registration by an initial access token', () => {
  let server: Latchkey;
  let admin: Person;
  let member: Person;
  beforeAll(async () => {
    server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'token' } });
    admin = await administrator(server);
    member = await newPerson(server, admin);
  });
  afterAll(() => server.stop());

  it('takes an access token or API key that carries register_clients', async () => {
    const metadata = { redirect_uris: [CALLBACK] };
    expect((await register(server, metadata, bearer(admin.token))).status).toBe(201);
    const created = await admin.api.post('api-keys', { name: 'Registrar', scopes: ['register_clients'] });
    const { key } = created.json as { key: string };
    expect((await register(server, metadata, { 'x-api-key': key })).status).toBe(201);
  });

  it('takes nothing less', async () => {
    const metadata = { redirect_uris: [CALLBACK] };
    const none = await register(server, metadata);
    expect([none.status, none.json]).toEqual([401, expect.objectContaining({ error: 'invalid_token' })]);
    expect(none.headers['www-authenticate']).toMatch(/^Bearer /);
    const lesser = await register(server, metadata, bearer(member.token));
    expect([lesser.status, lesser.json]).toEqual([403, expect.objectContaining({ error: 'insufficient_scope' })]);
    expect((await member.api.post('api-keys', { name: 'Mine', scopes: ['register_clients'] })).status).toBe(403);
  });

  it('is in the metadata', async () => {
    expect(await metadataOf(server)).toMatchObject({ registration_endpoint: `${server.baseUrl}/oauth/register` });
  });
});

describe('open registration', () => {
  let server: Latchkey;
  beforeAll(async () => {
    server = await startLatchkey({
      settings: {
        DYNAMIC_REGISTRATION: 'open',
        REGISTRATIONS_PER_NETWORK: String(REGISTRATIONS),
        TRUST_PROXY: '127.0.0.1',
        FETCH_ALLOW_NETWORKS: '127.0.0.0/8',
      },
    });
  });
  afterAll(() => server.stop());

  it('gives a client id, a secret, and a token for the registration', async () => {
    const answer = await register(server, {
      client_name: 'Notes',
      redirect_uris: [CALLBACK],
      contacts: ['a@example.com'],
    });
    expectOf(answer.text, answer.status).toBe(201);
    expect(answer.headers['cache-control']).toContain('no-store');
    const client = answer.json as Registered;
    expect(client).toMatchObject({
      client_secret: expect.stringMatching(/^lks_/),
      client_secret_expires_at: 0,
      registration_client_uri: `${server.baseUrl}/oauth/register/${client.client_id}`,
      client_name: 'Notes',
      redirect_uris: [CALLBACK],
      // it names no scopes, so it has offline_access, which is of no use without refresh tokens
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      contacts: ['a@example.com'],
    });
    const [row] = await server.database.query<Record<string, unknown>>(
      'SELECT * FROM applications WHERE client_id = $1',
      [client.client_id],
    );
    expect(row).toMatchObject({ owner_id: null, first_party: false, built_in: false, registered: 'open' });
    expect(JSON.stringify(row)).not.toContain(client.registration_access_token);
  });

  it("signs id_tokens as the standard's default says, unless told otherwise", async () => {
    const answer = await register(server, { redirect_uris: [CALLBACK] });
    expect(answer.json).toMatchObject({ id_token_signed_response_alg: 'RS256' });
    const other = await register(server, { redirect_uris: [CALLBACK], id_token_signed_response_alg: 'EdDSA' });
    expect(other.json).toMatchObject({ id_token_signed_response_alg: 'EdDSA' });
  });

  it('takes keys whose members that are not set are written as null, and no secret half', async () => {
    const { jwks } = await ClientKey.make();
    const withMember = (more: object) => ({
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: {
        keys: jwks.keys.map((key) => Object.assign({}, key, { alg: null, use: null, key_ops: [], x5c: null }, more)),
      },
    });
    const answer = await register(server, withMember({ d: null }));
    expectOf(answer.text, answer.status).toBe(201);
    expect(answer.json).not.toHaveProperty('jwks.keys.0.alg');
    expect((await register(server, withMember({ d: 'AQAB' }))).json).toMatchObject({
      error: 'invalid_client_metadata',
      error_description: expect.stringContaining('without its secret half'),
    });
  });

  it('gives a public client no secret', async () => {
    const client = await registered(server, { token_endpoint_auth_method: 'none' });
    expect(client).not.toHaveProperty('client_secret');
    const answer = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'authorization_code',
      code: 'x',
      client_id: client.client_id,
    });
    expect(answer.json).toMatchObject({ error: 'invalid_grant' });
  });

  it('ignores what it does not understand, and what only an admin may set', async () => {
    const client = await registered(server, {
      software_statement_of_mine: true,
      first_party: true,
      built_in: true,
      owner_id: 'x',
      security_profile: 'fapi2',
      client_id: 'login-access-token',
      client_secret: 'mine',
      access_token_ttl: 999_999,
      'client_name#de': 'Notizen',
    });
    expect(client.client_id).not.toBe('login-access-token');
    expect(client.client_secret).not.toBe('mine');
    const [row] = await server.database.query<Record<string, unknown>>(
      'SELECT * FROM applications WHERE client_id = $1',
      [client.client_id],
    );
    expect(row).toMatchObject({ first_party: false, built_in: false, access_token_ttl: null, metadata: {} });
  });

  it('gives only scopes that a member may have', async () => {
    const { scope } = await registered(server, { scope: 'openid read_items write:users register_clients nonsense' });
    expect(scope.split(' ').sort()).toEqual(['openid', 'read_items']);
    const all = (await registered(server)).scope.split(' ');
    expect(all).toContain('openid');
    expect(all).not.toContain('write:applications');
    expect(all).not.toContain('write:users');
  });

  it('leaves out the grants and response types that it does not offer', async () => {
    const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const { status, json, text } = await register(server, {
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'implicit', jwtBearer, 'client_credentials', 'refresh_token'],
      response_types: ['code', 'id_token token'],
    });
    expectOf(text, status).toBe(201);
    expect(json).toMatchObject({ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] });
  });

  it('takes an empty list for one that is not stated', async () => {
    // without offline_access, the grants are those of RFC 7591
    const client = await registered(server, { scope: 'openid', grant_types: [], response_types: [], contacts: [] });
    expect(client).toMatchObject({ grant_types: ['authorization_code'], response_types: ['code'] });
  });

  describe('without a word of grants', () => {
    const CODE = ['authorization_code'];
    const CODE_AND_REFRESH = ['authorization_code', 'refresh_token'];

    it.each([
      ['by default', {}, CODE_AND_REFRESH],
      ['with offline_access', { scope: 'openid offline_access' }, CODE_AND_REFRESH],
      ['without offline_access', { scope: 'openid email' }, CODE],
      ['and stated, with offline_access', { scope: 'openid offline_access', grant_types: CODE }, CODE],
      ['and stated, without it', { scope: 'openid', grant_types: CODE_AND_REFRESH }, CODE_AND_REFRESH],
    ])('gives those that its scopes need: %s', async (_, metadata, grants) => {
      const client = await registered(server, metadata);
      expect(client).toMatchObject({ grant_types: grants });
      const { client_id, registration_access_token: token } = client;
      expect((await manage('GET', client, token)).json).toMatchObject({ grant_types: grants });
      const put = (more: object) => manage('PUT', client, token, { client_id, redirect_uris: [CALLBACK], ...more });
      expect((await put(metadata)).json).toMatchObject({ grant_types: grants });
      expect((await put({ scope: 'openid' })).json).toMatchObject({ grant_types: CODE });
      expect((await put({})).json).toMatchObject({ grant_types: CODE_AND_REFRESH });
    });

    it('gives a refresh token to a program that asks for offline_access', async () => {
      const { client_id: clientId, client_secret: clientSecret = '' } = await registered(server);
      const party = RelyingParty.of(server, { id: '', clientId, clientSecret }, CALLBACK);
      const person = await newPerson(server, await administrator(server));
      const scope = 'openid offline_access';
      const { refresh_token = '' } = await party.tokens(person, { scope, prompt: 'consent' });
      const refreshed = await party.token({ grant_type: 'refresh_token', refresh_token });
      expect([refreshed.status, refreshed.json]).toMatchObject([200, { scope }]);
    });
  });

  it.each([
    ['no redirect URI', { redirect_uris: [] }],
    ['javascript:', { redirect_uris: ['javascript:alert(1)'] }],
    ['data:', { redirect_uris: ['data:text/html,x'] }],
    ['plain http', { redirect_uris: ['http://app.example.com/callback'] }],
    ['a fragment', { redirect_uris: [`${CALLBACK}#x`] }],
    ['a wildcard', { redirect_uris: ['https://*.example.com/'] }],
    ['credentials', { redirect_uris: ['https://user:pw@app.example.com/'] }],
    ['no list', { redirect_uris: CALLBACK }],
    ['no strings', { redirect_uris: [{ a: 1 }] }],
    ['too many', { redirect_uris: Array.from({ length: 51 }, (_, i) => `${CALLBACK}${String(i)}`) }],
  ])('refuses redirect URIs: %s', async (_, metadata) => {
    const answer = await register(server, metadata, { 'x-forwarded-for': '198.51.100.1' });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_redirect_uri' })]);
  });

  it.each([
    ['the password grant', { grant_types: ['password'] }],
    ['client credentials', { grant_types: ['client_credentials'] }],
    ['token exchange', { grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'] }],
    ['the implicit grant', { grant_types: ['implicit'] }],
    ['no grant that begins', { grant_types: ['refresh_token', 'client_credentials'] }],
    ['the implicit response type', { response_types: ['token'] }],
    ['hybrid response types', { response_types: ['code id_token'] }],
    ['an unknown method', { token_endpoint_auth_method: 'magic' }],
    ['private_key_jwt without keys', { token_endpoint_auth_method: 'private_key_jwt' }],
    ['keys twice', { jwks: { keys: [{ kty: 'EC' }] }, jwks_uri: 'https://app.example.com/jwks' }],
    ['a logo that is a script', { logo_uri: 'javascript:alert(1)' }],
    ['unsigned id_tokens', { id_token_signed_response_alg: 'none' }],
    ['shared-secret id_tokens', { id_token_signed_response_alg: 'HS256' }],
    ['a name that is none', { client_name: 5 }],
  ])('refuses %s', async (_, metadata) => {
    const answer = await register(
      server,
      { redirect_uris: [CALLBACK], ...metadata },
      { 'x-forwarded-for': '198.51.100.2' },
    );
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_client_metadata' })]);
  });

  it('fetches a sector identifier, which must list every redirect URI', async () => {
    const host = await DocumentHost.start();
    const other = 'https://other.example.com/callback';
    const metadata = { subject_type: 'pairwise', redirect_uris: [CALLBACK, other] };
    const there = { 'x-forwarded-for': '198.51.100.4' };
    const sector_identifier_uri = host.publish([CALLBACK, other]);
    const client = await registered(server, { ...metadata, sector_identifier_uri });
    expect(client).toMatchObject({ sector_identifier_uri });
    host.replace(sector_identifier_uri, [CALLBACK]);
    const put = { ...metadata, sector_identifier_uri, client_id: client.client_id };
    const answers = [
      await manage('PUT', client, client.registration_access_token, put),
      await register(server, { ...metadata, sector_identifier_uri }, there),
      await register(server, { ...metadata, sector_identifier_uri: `${host.origin}/nothing` }, there),
      await register(server, { ...metadata, sector_identifier_uri: 'https://10.0.0.1/list' }, there),
      await register(server, metadata, there),
    ];
    for (const { status, json, text } of answers) {
      expect([status, json]).toEqual([400, expect.objectContaining({ error: 'invalid_client_metadata' })]);
      expect(text).toMatch(/sector_identifier_uri: (?!.*(10\.0|404))/);
    }
    await host.stop();
  });

  it.each(['', 'nonsense', '[]', '"x"', 'null', '{"a":'])('refuses %j as metadata', async (body) => {
    const answer = await register(server, body, { 'x-forwarded-for': '198.51.100.3' });
    expect(answer.status).toBe(400);
  });

  it('takes a redirect URI with the port that the program names', async () => {
    const uri = 'https://app.example.com:443/callback';
    const client = await registered(server, { redirect_uris: [uri], token_endpoint_auth_method: 'none' });
    expect(client).toMatchObject({ redirect_uris: [uri] });
    const { client_id } = client;
    const authorize = (redirect_uri: string) => {
      const form = { response_type: 'code', client_id, redirect_uri, code_challenge: 'c'.repeat(43) };
      const query = new URLSearchParams({ ...form, code_challenge_method: 'S256' });
      return call(`${server.baseUrl}/oauth/authorize?${query.toString()}`);
    };
    expect([(await authorize(uri)).status, (await authorize(CALLBACK)).status]).toEqual([303, 400]);
  });

  it('makes a network wait that registers too much, as the setting says', async () => {
    const there = { 'x-forwarded-for': '203.0.113.77' };
    const statuses = new Set<number>();
    for (let i = 0; i < REGISTRATIONS; i++) {
      statuses.add((await register(server, { redirect_uris: [] }, there)).status);
    }
    expect([...statuses]).toEqual([400]);
    const { status, json, headers } = await register(server, { redirect_uris: [] }, there);
    expect([status, json]).toEqual([
      429,
      {
        error: 'temporarily_unavailable',
        error_description: expect.stringMatching(/^Too many requests; try again in/),
      },
    ]);
    expect(Number(headers['retry-after'])).toBeGreaterThan(3000);
    const elsewhere = await register(server, { redirect_uris: [CALLBACK] }, { 'x-forwarded-for': '203.0.113.78' });
    expect(elsewhere.status).toBe(201);
  });

  describe('and its registration', () => {
    it('can be read, replaced and deleted by its token', async () => {
      const client = await registered(server, { client_name: 'First', policy_uri: 'https://app.example.com/policy' });
      const { registration_access_token: token, client_id } = client;
      expect((await manage('GET', client, token)).json).toMatchObject({ client_name: 'First', client_id });

      const next = { client_id, client_name: 'Second', redirect_uris: ['https://app.example.com/other'] };
      const replaced = await manage('PUT', client, token, next);
      expect([replaced.status, replaced.json]).toEqual([200, expect.objectContaining(next)]);
      expect(replaced.json).not.toHaveProperty('policy_uri');
      const authorize = `${server.baseUrl}/oauth/authorize?client_id=${client_id}&response_type=code&redirect_uri=`;
      expect((await call(`${authorize}${encodeURIComponent(CALLBACK)}`)).status).toBe(400);
      expect((await call(`${authorize}${encodeURIComponent('https://app.example.com/other')}`)).status).toBe(303);

      expect((await manage('DELETE', client, token)).status).toBe(204);
      expect((await manage('GET', client, token)).status).toBe(401);
      expect((await call(`${authorize}${encodeURIComponent('https://app.example.com/other')}`)).status).toBe(400);
    });

    it.each<[string, (admin: Person, path: string) => Promise<void>]>([
      [
        'everything of the application is ended',
        async ({ api }, path) => expect((await api.post(`${path}/end-everything`, {})).status).toBe(200),
      ],
      [
        'an administrator disables it, also once it is enabled again',
        async ({ api }, path) => {
          for (const disabled of [true, false]) expect((await api.patch(path, { disabled })).status).toBe(200);
        },
      ],
    ])('is closed to its token when %s', async (_, end) => {
      const client = await registered(server);
      const { registration_access_token: token, client_id, client_secret = '' } = client;
      const admin = await administrator(server);
      const { id } = await server.database
        .query<{ id: string }>('SELECT id FROM applications WHERE client_id = $1', [client_id])
        .then(([row]) => row!);
      await end(admin, `applications/${id}`);
      const next = { client_id, redirect_uris: [CALLBACK], token_endpoint_auth_method: 'client_secret_post' };
      for (const method of ['GET', 'PUT', 'DELETE'])
        expect((await manage(method, client, token, method === 'PUT' ? next : undefined)).status).toBe(401);
      // the application goes on
      const form = { grant_type: 'authorization_code', code: 'none', redirect_uri: CALLBACK };
      const asked = await postForm(`${server.baseUrl}/oauth/token`, form, basic(client_id, client_secret));
      expect(asked.json).toMatchObject({ error: 'invalid_grant' });
    });

    it('is closed to any other token', async () => {
      const client = await registered(server);
      const other = await registered(server);
      const admin = await administrator(server);
      for (const token of [other.registration_access_token, client.client_secret!, admin.token, 'lkg_nonsense']) {
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const answer = await manage(method, client, token, method === 'PUT' ? {} : undefined);
          expect([answer.status, answer.json]).toEqual([401, expect.objectContaining({ error: 'invalid_token' })]);
        }
      }
      expect((await call(client.registration_client_uri)).status).toBe(401);
    });

    it('does not get out of the profile an admin put it under', async () => {
      const client = await registered(server, { id_token_signed_response_alg: 'ES256' });
      await server.database.query(
        `UPDATE applications SET metadata = metadata || '{"security_profile":"fapi2"}' WHERE client_id = $1`,
        [client.client_id],
      );
      const next = { client_id: client.client_id, redirect_uris: [CALLBACK] };
      const put = (more: object) => manage('PUT', client, client.registration_access_token, { ...next, ...more });
      expect((await put({})).json).toMatchObject({ error: 'invalid_client_metadata' });
      const replaced = await put({ id_token_signed_response_alg: 'EdDSA' });
      expect(replaced.json).toMatchObject({ security_profile: 'fapi2', id_token_signed_response_alg: 'EdDSA' });
    });

    it('stays under the profile that an admin put the application under', async () => {
      const client = await registered(server);
      const admin = await administrator(server);
      const rows = await server.database.query<{ id: string }>('SELECT id FROM applications WHERE client_id = $1', [
        client.client_id,
      ]);
      const path = `applications/${rows[0]?.id ?? ''}`;
      const profile = { security_profile: 'fapi2', id_token_signed_response_alg: 'ES256' };
      expect((await admin.api.patch(path, profile)).status).toBe(200);
      const next = { client_id: client.client_id, redirect_uris: [CALLBACK], id_token_signed_response_alg: 'ES256' };
      expect((await manage('PUT', client, client.registration_access_token, next)).status).toBe(200);
      const weaker = { ...next, id_token_signed_response_alg: 'RS256' };
      expect((await manage('PUT', client, client.registration_access_token, weaker)).status).toBe(400);
      expect((await admin.api.get(path)).json).toMatchObject({ security_profile: 'fapi2' });
    });

    it('keeps a log-out address that is not https and was taken before', async () => {
      const client = await registered(server);
      const stored = { backchannel_logout_uri: 'http://app:8080/logout' };
      await server.database.query('UPDATE applications SET metadata = metadata || $2::jsonb WHERE client_id = $1', [
        client.client_id,
        stored,
      ]);
      const put = (more: object) =>
        manage('PUT', client, client.registration_access_token, {
          client_id: client.client_id,
          redirect_uris: [CALLBACK],
          ...more,
        });
      expect((await put(stored)).json).toMatchObject(stored);
      const other = await put({ backchannel_logout_uri: 'http://app:8081/logout' });
      expect([other.status, other.json]).toEqual([400, expect.objectContaining({ error: 'invalid_client_metadata' })]);
    });

    describe('with a grant that an administrator gave', () => {
      const scope = 'openid read_items';

      /** An application whose grants an administrator set, what it reads of itself, and how it replaces that. */
      async function given(grant_types: string[]) {
        const client = await registered(server, { scope });
        const { client_id, client_secret = '', registration_access_token: token } = client;
        const admin = await administrator(server);
        const rows = await server.database.query<{ id: string }>('SELECT id FROM applications WHERE client_id = $1', [
          client_id,
        ]);
        const patched = await admin.api.patch(`applications/${rows[0]?.id ?? ''}`, { grant_types });
        expectOf(patched.text, patched.status).toBe(200);
        const said = (await manage('GET', client, token)).json as Record<string, unknown>;
        const put = (change: object) => manage('PUT', client, token, { ...said, ...change });
        const actAlone = () =>
          postForm(
            `${server.baseUrl}/oauth/token`,
            { grant_type: 'client_credentials', scope: 'read_items' },
            basic(client_id, client_secret),
          );
        return { said, put, actAlone };
      }

      it.each([
        ['beside others', ['authorization_code', 'refresh_token', 'client_credentials']],
        ['alone', ['client_credentials']],
        ['which exchanges tokens', ['authorization_code', 'urn:ietf:params:oauth:grant-type:token-exchange']],
      ])('keeps it, %s, by what it reads and sends back', async (_, grant_types) => {
        const { said, put } = await given(grant_types);
        expect(said).toMatchObject({ grant_types });
        const { status, json, text } = await put({ client_name: 'Another name' });
        expectOf(text, status).toBe(200);
        expect(json).toMatchObject({ client_name: 'Another name', grant_types, scope: said.scope });
      });

      it('acts for itself after that, until it leaves the grant out, and cannot take it back', async () => {
        const { put, actAlone } = await given(['authorization_code', 'client_credentials']);
        await put({ client_name: 'Another name' });
        const alone = await actAlone();
        expect([alone.status, alone.json]).toMatchObject([200, { scope: 'read_items' }]);
        const without = await put({ grant_types: ['authorization_code'] });
        expect([without.status, without.json]).toMatchObject([200, { grant_types: ['authorization_code'] }]);
        expect((await actAlone()).json).toMatchObject({ error: 'unauthorized_client' });
        const again = await put({});
        expect([again.status, again.json]).toMatchObject([200, { grant_types: ['authorization_code'] }]);
      });

      it('takes no other beside it', async () => {
        const { put } = await given(['authorization_code', 'client_credentials']);
        const { json } = await put({ grant_types: ['authorization_code', 'client_credentials', 'password'] });
        expect(json).toMatchObject({ grant_types: ['authorization_code', 'client_credentials'] });
        expect((await put({ grant_types: ['refresh_token'] })).json).toMatchObject({
          error: 'invalid_client_metadata',
          error_description: expect.stringContaining('client_credentials'),
        });
      });

      it.each([
        ['by name', `${scope} write:account`, ['openid', 'read_items']],
        ['by default', undefined, ['openid']],
      ])('gets no more scopes for it, %s', async (_, more, had) => {
        const { put } = await given(['authorization_code', 'client_credentials']);
        const scopesOf = ({ json }: Answer) => (json as Registered).scope.split(' ').sort();
        expect(scopesOf(await put({ scope: more }))).toEqual(had);
        const without = await put({ scope: more, grant_types: ['authorization_code'] });
        expect(scopesOf(without).length).toBeGreaterThan(2);
      });
    });

    describe('with a scope that an administrator gave', () => {
      /** An application that may ask administrators for `write:users`, and what it reads of itself. */
      async function given() {
        const client = await registered(server, { scope: 'openid read_items' });
        const { client_id, registration_access_token: token } = client;
        const admin = await administrator(server);
        const text = 'SELECT id FROM applications WHERE client_id = $1';
        const [row] = await server.database.query<{ id: string }>(text, [client_id]);
        const id = row?.id ?? '';
        const setScopes = (scopes: string[]) => admin.api.patch(`applications/${id}`, { scopes });
        expect((await setScopes(['openid', 'write:users'])).status).toBe(200);
        const said = (await manage('GET', client, token)).json as Record<string, unknown>;
        const put = async (scope: string | undefined) => {
          const { status, json, text } = await manage('PUT', client, token, { ...said, scope });
          expectOf(text, status).toBe(200);
          return (json as Registered).scope.split(' ').sort();
        };
        return { id, said, put, setScopes };
      }

      it('keeps it by what it reads and sends back', async () => {
        const { said, put } = await given();
        expect(await put(said.scope as string)).toEqual(['openid', 'write:users']);
      });

      it('keeps it where it says nothing of scopes', async () => {
        const { put } = await given();
        const scopes = await put(undefined);
        expect(scopes).toContain('write:users');
        expect(scopes).not.toContain('read:users');
        expect(scopes).toContain('profile');
      });

      it('takes no other beside it', async () => {
        const { put } = await given();
        expect(await put('openid write:users read:users')).toEqual(['openid', 'write:users']);
        expect(await put('read:users')).not.toEqual(expect.arrayContaining(['read:users']));
      });

      it('gives it up by a list without it, and cannot take it back', async () => {
        const { put } = await given();
        expect(await put('openid')).toEqual(['openid']);
        expect(await put('openid write:users')).toEqual(['openid']);
        expect(await put(undefined)).not.toContain('write:users');
      });

      it('does not keep it when an administrator takes it away meanwhile', async () => {
        const { id, put, setScopes } = await given();
        const held = await holdRow(server.database, 'applications', { id });
        const taken = setScopes(['openid']);
        await held.waiting(1);
        const replaced = put('openid write:users');
        await held.waiting(2);
        await held.release();
        expect((await taken).status).toBe(200);
        expect(await replaced).toEqual(['openid']);
      });
    });

    it('gains nothing by being replaced', async () => {
      const client = await registered(server, { token_endpoint_auth_method: 'none' });
      const put = (metadata: Record<string, unknown>) =>
        manage('PUT', client, client.registration_access_token, {
          client_id: client.client_id,
          redirect_uris: [CALLBACK],
          token_endpoint_auth_method: 'none',
          ...metadata,
        });
      for (const metadata of [
        { client_id: 'another' },
        { grant_types: ['password'] },
        { grant_types: ['client_credentials'] },
        { token_endpoint_auth_method: 'client_secret_basic' },
        { redirect_uris: ['javascript:alert(1)'] },
      ]) {
        expect((await put(metadata)).status).toBe(400);
      }
      const answer = await put({ scope: 'openid write:users', first_party: true });
      expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ scope: 'openid' })]);
    });
  });
});
