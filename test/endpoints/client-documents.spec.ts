import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CallBounds } from '../../src/outgoing/call-bounds.js';
import { namedByAllowed } from '../../src/outgoing/occasion.js';
import { Browser } from '../support/browser.js';
import { call, postForm } from '../support/http.js';
import { administrator } from '../support/management.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { assertionFields, ClientKey } from '../support/signing-client.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { expectOf } from '../support/expect-of.js';

const CALLBACK = 'https://app.example.com/callback';

interface Published {
  document: unknown;
  cacheControl?: string;
  status?: number;
}

const clock = new TestClock();
let site: Server;
let origin: string;
let fetched = 0;
const published = new Map<string, Published>();
let server: Latchkey;
let person: TestUser;

beforeAll(async () => {
  site = createServer((request, response) => {
    fetched++;
    const { document, cacheControl, status = 200 } = published.get(request.url ?? '') ?? { document: {}, status: 404 };
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(cacheControl !== undefined && { 'cache-control': cacheControl }),
    });
    response.end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => site.listen({ host: '127.0.0.1', port: 0 }, resolve));
  origin = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}`;
  server = await startLatchkey({ clock, settings: { FETCH_ALLOW_NETWORKS: '127.0.0.0/8' } });
  person = await addUser(server);
});
afterAll(async () => {
  await server.stop();
  await new Promise((resolve) => site.close(resolve));
});
beforeEach(() => {
  fetched = 0;
});

let documents = 0;

/** Publishes a document; its address. */
function publish(metadata: Record<string, unknown> = {}, how: Omit<Published, 'document'> = {}): string {
  const path = `/client-${String(++documents)}.json`;
  const document = { client_id: `${origin}${path}`, client_name: 'Notes', redirect_uris: [CALLBACK], ...metadata };
  published.set(path, { document, ...how });
  return `${origin}${path}`;
}

function request(clientId: string, parameters: Record<string, string> = {}): string {
  const all = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'the state',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...parameters,
  };
  return `/oauth/authorize?${new URLSearchParams(all).toString()}`;
}

const exchange = (form: Record<string, string>, on = server) => postForm(`${on.baseUrl}/oauth/token`, form);

/** The person allows the client. */
async function refreshTokenOf(clientId: string): Promise<string> {
  const browser = new Browser(server.baseUrl);
  const back = await browser.walk(await browser.open(request(clientId, { scope: 'openid offline_access' })), person);
  const tokens = await exchange({
    grant_type: 'authorization_code',
    code: back.leftFor?.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    client_id: clientId,
  });
  return (tokens.json as { refresh_token: string }).refresh_token;
}

async function rowsOf(clientId: string): Promise<Record<string, unknown>[]> {
  return server.database.query('SELECT * FROM applications WHERE client_id = $1', [clientId]);
}

describe('a client that is described by the document at its client_id', () => {
  it('signs a person in, and is kept only once they have consented', async () => {
    const clientId = publish();
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.open(request(clientId));
    expect(signIn.text).toContain('Notes');
    const consent = await browser.submit(signIn, { username: person.email, password: person.password });
    expect(consent.text).toContain(`<strong>${new URL(origin).host}</strong>`);
    expect(await rowsOf(clientId)).toEqual([]);

    const back = await browser.submit(consent, { decision: 'allow' });
    expect(await rowsOf(clientId)).toEqual([
      expect.objectContaining({ registered: 'document', owner_id: null, first_party: false, type: 'public' }),
    ]);
    const tokens = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: 'authorization_code',
      code: back.leftFor?.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      client_id: clientId,
    });
    expect([tokens.status, tokens.json]).toEqual([200, expect.objectContaining({ scope: 'openid' })]);
  });

  it('leaves nothing behind when the person denies', async () => {
    const clientId = publish();
    const browser = new Browser(server.baseUrl);
    const back = await browser.walk(await browser.open(request(clientId)), person, 'deny');
    expect(back.leftFor?.searchParams.get('error')).toBe('access_denied');
    expect(await rowsOf(clientId)).toEqual([]);
  });

  it('stays the one that an admin disabled', async () => {
    const clientId = publish();
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(request(clientId)), person);
    const [{ id } = { id: '' }] = (await rowsOf(clientId)) as { id: string }[];
    const admin = await administrator(server);
    expect((await admin.api.patch(`applications/${id}`, { disabled: true })).status).toBe(200);
    expect((await browser.open(request(clientId))).status).toBe(400);
  });

  it('stays under the profile that an admin put it under', async () => {
    const clientId = publish();
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(request(clientId)), person);
    const [{ id } = { id: '' }] = (await rowsOf(clientId)) as { id: string }[];
    const admin = await administrator(server);
    const profile = { security_profile: 'fapi2', id_token_signed_response_alg: 'ES256' };
    expect((await admin.api.patch(`applications/${id}`, profile)).status).toBe(200);
    expect((await browser.open(request(clientId))).leftFor?.searchParams.get('error')).toBe('invalid_request');
  });

  it('is looked up once in five minutes, or as its server says within a day', async () => {
    const look = async (clientId: string) => (await call(`${server.baseUrl}${request(clientId)}`)).status;
    const plain = publish();
    const long = publish({}, { cacheControl: 'public, max-age=3600' });
    for (let i = 0; i < 3; i++) expect([await look(plain), await look(long)]).toEqual([303, 303]);
    expect(fetched).toBe(2);
    clock.advance(301);
    await look(plain);
    await look(long);
    expect(fetched).toBe(3);
    clock.advance(3600);
    await look(long);
    expect(fetched).toBe(4);
  });

  it.each([
    ['another client_id', { client_id: 'https://else.example.com/client.json' }],
    ['a client_secret', { client_secret: 'x' }],
    ['a method that needs a secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['private_key_jwt without keys', { token_endpoint_auth_method: 'private_key_jwt' }],
    ['no redirect URI', { redirect_uris: [] }],
    ['a sector identifier inside the network', { sector_identifier_uri: 'https://10.0.0.1/uris.json' }],
    ['a dangerous redirect URI', { redirect_uris: ['javascript:alert(1)'] }],
    ['a grant it must not have', { grant_types: ['password'] }],
    ['no response type that is offered', { response_types: ['id_token'] }],
  ])('is refused when the document has %s', async (_, metadata) => {
    const answer = await call(`${server.baseUrl}${request(publish(metadata))}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.headers['content-type']).toContain('text/html');
  });

  it('is one document for every server: what this one does not offer is left out', async () => {
    const clientId = publish({
      redirect_uris: ['notes://oauth/callback', CALLBACK],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer', 'password'],
      response_types: ['code', 'code id_token'],
    });
    const browser = new Browser(server.baseUrl);
    const back = await browser.walk(await browser.open(request(clientId)), person);
    expect(back.leftFor?.searchParams.get('code')).toEqual(expect.any(String));
    expect(await rowsOf(clientId)).toEqual([
      expect.objectContaining({ grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [CALLBACK] }),
    ]);
    const other = request(clientId, { redirect_uri: 'notes://oauth/callback' });
    expect((await call(`${server.baseUrl}${other}`)).status).toBe(400);
  });

  it('is refused when there is no document', async () => {
    expect((await call(`${server.baseUrl}${request(`${origin}/nothing`)}`)).status).toBe(400);
    expect((await call(`${server.baseUrl}${request(publish({}, { status: 500 }))}`)).status).toBe(400);
    expect((await call(`${server.baseUrl}${request('https://192.168.0.1/client')}`)).status).toBe(400);
  });

  it('is refused a redirect URI that the document does not have', async () => {
    const other = request(publish(), { redirect_uri: 'https://evil.example.com/' });
    const answer = await call(`${server.baseUrl}${other}`);
    expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
  });

  it('has refresh tokens where it states no grants and may ask for offline_access', async () => {
    expect(await refreshTokenOf(publish())).toEqual(expect.any(String));
    expect(await refreshTokenOf(publish({ scope: 'openid offline_access' }))).toEqual(expect.any(String));
    expect(await refreshTokenOf(publish({ scope: 'openid' }))).toBeUndefined();
    expect(await refreshTokenOf(publish({ grant_types: ['authorization_code'] }))).toBeUndefined();
  });

  it('gets no scope that only admins may hold', async () => {
    const clientId = publish({ scope: 'openid write:users' });
    const page = await new Browser(server.baseUrl).open(request(clientId, { scope: 'write:users' }));
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_scope');
  });

  it.each([
    (address: string) => address.replace('http:', 'HTTP:'),
    (address: string) => `${address}#x`,
    (address: string) => address.replace('//', '//user:pw@'),
    (address: string) => new URL(address).origin,
    (address: string) => address.replace('/client', '/x/../client'),
  ])('has one spelling (%#)', async (spelled) => {
    expect((await call(`${server.baseUrl}${request(spelled(publish()))}`)).status).toBe(400);
    expect(fetched).toBe(0);
  });
});

describe('a client by its document, before any consent,', () => {
  it('pushes its requests, and is kept only once a person has consented', async () => {
    const clientId = publish();
    const pushed = await postForm(`${server.baseUrl}/oauth/par`, {
      client_id: clientId,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: challengeOf(VERIFIER),
      code_challenge_method: 'S256',
    });
    expectOf(pushed.text, pushed.status).toBe(201);
    const { request_uri } = pushed.json as { request_uri: string };
    const browser = new Browser(server.baseUrl);
    const query = new URLSearchParams({ client_id: clientId, request_uri }).toString();
    const consent = await browser.submit(await browser.open(`/oauth/authorize?${query}`), {
      username: person.email,
      password: person.password,
    });
    expect(await rowsOf(clientId)).toEqual([]);
    const back = await browser.submit(consent, { decision: 'allow' });
    const tokens = await exchange({
      grant_type: 'authorization_code',
      code: back.leftFor?.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      client_id: clientId,
    });
    expect([tokens.status, tokens.json]).toEqual([200, expect.objectContaining({ scope: 'openid' })]);
  });

  it('pushes nothing for another client', async () => {
    const [one, other] = [publish(), publish()];
    const form = { response_type: 'code', redirect_uri: CALLBACK, code_challenge: challengeOf(VERIFIER) };
    const pushed = await postForm(`${server.baseUrl}/oauth/par`, {
      ...form,
      client_id: one,
      code_challenge_method: 'S256',
    });
    const { request_uri } = pushed.json as { request_uri: string };
    const query = new URLSearchParams({ client_id: other, request_uri, redirect_uri: CALLBACK }).toString();
    const page = await new Browser(server.baseUrl).open(`/oauth/authorize?${query}`);
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_request_uri');
  });

  it('runs on a device, whose page says where its name comes from', async () => {
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    const clientId = publish({ grant_types: [grant_type, 'refresh_token'], redirect_uris: [], client_name: 'Clock' });
    const start = { client_id: clientId, scope: 'openid' };
    const asked = await postForm(`${server.baseUrl}/oauth/device_authorization`, start);
    expectOf(asked.text, asked.status).toBe(200);
    const { device_code, user_code } = asked.json as { device_code: string; user_code: string };
    const poll = () => exchange({ grant_type, client_id: clientId, device_code });
    expect((await poll()).json).toMatchObject({ error: 'authorization_pending' });

    const browser = new Browser(server.baseUrl);
    const signIn = await browser.submit(await browser.open('/device'), { user_code });
    const page = await browser.submit(signIn, { username: person.email, password: person.password });
    expect(page.text).toContain('Clock');
    expect(page.text).toContain(`<strong>${new URL(origin).host}</strong>`);
    expect(await rowsOf(clientId)).toEqual([]);
    expect((await browser.submit(page, { decision: 'allow' })).text).toContain('Device connected');
    expect(await rowsOf(clientId)).toHaveLength(1);
    clock.advance(6);
    const tokens = await poll();
    expect([tokens.status, tokens.json]).toEqual([200, expect.objectContaining({ scope: 'openid' })]);
    const { refresh_token } = tokens.json as { refresh_token: string };
    const refreshed = await exchange({ grant_type: 'refresh_token', client_id: clientId, refresh_token });
    expectOf(refreshed.text, refreshed.status).toBe(200);
  });

  it('leaves nothing behind when the person denies the device', async () => {
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    const clientId = publish({ grant_types: [grant_type], redirect_uris: [] });
    const asked = await postForm(`${server.baseUrl}/oauth/device_authorization`, { client_id: clientId });
    const { device_code, user_code } = asked.json as { device_code: string; user_code: string };
    const browser = new Browser(server.baseUrl);
    const signIn = await browser.submit(await browser.open('/device'), { user_code });
    const page = await browser.submit(signIn, { username: person.email, password: person.password });
    await browser.submit(page, { decision: 'deny' });
    expect(await rowsOf(clientId)).toEqual([]);
    expect((await exchange({ grant_type, client_id: clientId, device_code })).json).toMatchObject({
      error: 'access_denied',
    });
  });

  it('shows by private_key_jwt who it is, with the keys of its document, also after it changed them', async () => {
    const [first, second] = [await ClientKey.make(), await ClientKey.make()];
    const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: first.jwks };
    const clientId = publish(metadata);
    const push = async (key: ClientKey) => {
      const form = { response_type: 'code', redirect_uri: CALLBACK };
      const assertion = await assertionFields(key, clientId, server.baseUrl, atOurTime());
      return (await postForm(`${server.baseUrl}/oauth/par`, { ...form, ...assertion })).status;
    };
    expect([await push(first), await push(second)]).toEqual([201, 401]);
    const path = new URL(clientId).pathname;
    const document = { client_id: clientId, redirect_uris: [CALLBACK], ...metadata, jwks: second.jwks };
    published.set(path, { document });
    clock.advance(301);
    expect([await push(first), await push(second)]).toEqual([401, 201]);
  });

  it('is unknown where its document is not to be had, until it was known', async () => {
    const ask = (clientId: string, refresh_token = 'x') =>
      exchange({ grant_type: 'refresh_token', client_id: clientId, refresh_token });
    for (const clientId of [`${origin}/nothing`, publish({ client_id: 'x' }), 'https://192.168.0.1/client']) {
      const answer = await ask(clientId);
      expect([answer.status, answer.json]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
    }
    const clientId = publish({ grant_types: ['authorization_code', 'refresh_token'] });
    const token = await refreshTokenOf(clientId);
    published.delete(new URL(clientId).pathname);
    clock.advance(301);
    const refreshed = await ask(clientId, token);
    expectOf(refreshed.text, refreshed.status).toBe(200);
  });
});

describe('a client by its document, where its network may have nothing fetched any more,', () => {
  let node: Latchkey;
  let clientId: string;
  let first: ClientKey;
  let second: ClientKey;

  const revoke = async (key: ClientKey) => {
    const assertion = await assertionFields(key, clientId, server.baseUrl, atOurTime());
    return postForm(`${node.baseUrl}/oauth/revoke`, { token: 'x', ...assertion });
  };

  beforeEach(async () => {
    [first, second] = [await ClientKey.make(), await ClientKey.make()];
    const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: first.jwks };
    clientId = publish(metadata);
    const browser = new Browser(server.baseUrl);
    await browser.walk(await browser.open(request(clientId)), person);
    expect(await rowsOf(clientId)).toHaveLength(1);
    const document = { client_id: clientId, redirect_uris: [CALLBACK], ...metadata, jwks: second.jwks };
    published.set(new URL(clientId).pathname, { document });
    // it has read no document yet
    node = await startLatchkey({
      database: server.database,
      clock,
      settings: { ISSUER: server.baseUrl, FETCH_ALLOW_NETWORKS: '127.0.0.0/8' },
    });
    clock.hold();
    for (let i = 0; i < 60; i++) await call(`${node.baseUrl}${request(`${origin}/nothing-${String(i)}`)}`);
    expect((await call(`${node.baseUrl}${request(publish())}`)).status).toBe(429);
  });
  afterEach(() => node.stop());

  it('shows who it is by the key of today, if a person allowed it: its document is counted apart', async () => {
    expect([(await revoke(first)).status, (await revoke(second)).status]).toEqual([401, 200]);
  });

  it('is told to come again once its own document may not be fetched either: no key of before counts', async () => {
    const bounds = node.app.get(CallBounds, { strict: false });
    for (let i = 0; i < 60; i++) bounds.count(namedByAllowed(clientId, '127.0.0.1'));
    for (const key of [first, second]) {
      const { status, headers } = await revoke(key);
      expect([status, Number(headers['retry-after'])]).toEqual([429, 1]);
    }
    clock.advance(1);
    expect([(await revoke(first)).status, (await revoke(second)).status]).toEqual([401, 200]);
  });
});

describe('a client by its document, which cannot be had any more,', () => {
  const DAY = 86_400;
  let clientId: string;
  let path: string;
  let document: Published;
  let token: string;

  const refresh = (on = server) =>
    exchange({ grant_type: 'refresh_token', client_id: clientId, refresh_token: token }, on);
  const anotherNode = (lines: string[] = []) =>
    startLatchkey({
      database: server.database,
      clock,
      settings: { ISSUER: server.baseUrl, FETCH_ALLOW_NETWORKS: '127.0.0.0/8', LOG_LEVEL: 'error' },
      log: { write: (line) => lines.push(line) },
    });
  const readAt = async () => (await rowsOf(clientId))[0]?.document_read_at;

  /** Refreshes, and keeps the token that came. */
  async function goesOn(on = server): Promise<void> {
    const { status, text, json } = await refresh(on);
    expectOf(text, status).toBe(200);
    token = (json as { refresh_token: string }).refresh_token;
  }

  beforeEach(async () => {
    clientId = publish({ grant_types: ['authorization_code', 'refresh_token'] });
    path = new URL(clientId).pathname;
    document = published.get(path)!;
    token = await refreshTokenOf(clientId);
  });

  it('counts for seven days as it was read last, on each node, and its refresh tokens hold until it is back', async () => {
    clock.advance(3 * DAY);
    await goesOn();
    published.delete(path);
    clock.advance(6 * DAY);
    await goesOn();
    clock.advance(DAY);
    const faults: string[] = [];
    const restarted = await anotherNode(faults);
    for (const node of [server, restarted]) {
      const { status, headers, json } = await refresh(node);
      expect([status, headers['retry-after']]).toEqual([503, '300']);
      expect(json).toEqual({
        error: 'temporarily_unavailable',
        error_description: 'client_id: its document could not be read for seven days; publish it there again',
      });
    }
    await restarted.stop();
    expect(faults).toEqual([]); // it is none of this server
    published.set(path, document);
    clock.advance(11);
    await goesOn();
  });

  it('is written down as read once a day, and is the same version all the while', async () => {
    const first = await readAt();
    const [{ id, updated_at: updated } = {}] = await rowsOf(clientId);
    const version = async () => {
      const { api } = await administrator(server);
      return ((await api.get(`applications/${String(id)}`)).json as { version: string }).version;
    };
    const before = await version();
    clock.advance(3600);
    await goesOn();
    expect(await readAt()).toEqual(first);
    clock.advance(DAY);
    await goesOn();
    const second = await readAt();
    expect(second).not.toEqual(first);
    clock.advance(3600);
    await goesOn();
    expect(await readAt()).toEqual(second);
    expect([(await rowsOf(clientId))[0]?.updated_at, await version()]).toEqual([updated, before]);
  });

  it('counts for seven days from its last change where an earlier release wrote it', async () => {
    await server.database.query('UPDATE applications SET document_read_at = NULL WHERE client_id = $1', [clientId]);
    published.delete(path);
    clock.advance(6 * DAY);
    const node = await anotherNode();
    await goesOn(node);
    clock.advance(DAY + 60);
    expect((await refresh(node)).status).toBe(503);
    await node.stop();
  });
});

function atOurTime(): { iat: number; exp: number } {
  const iat = Math.floor(clock.now().getTime() / 1000);
  return { iat, exp: iat + 60 };
}

it('is in the metadata, and can be switched off', async () => {
  const supported = async ({ baseUrl }: Latchkey) =>
    ((await call(`${baseUrl}/.well-known/oauth-authorization-server`)).json as Record<string, unknown>)
      .client_id_metadata_document_supported;
  expect(await supported(server)).toBe(true);
  const without = await startLatchkey({
    settings: { CLIENT_ID_METADATA_DOCUMENTS: 'off', FETCH_ALLOW_NETWORKS: '127.0.0.0/8' },
  });
  expect(await supported(without)).toBe(false);
  expect((await call(`${without.baseUrl}${request(publish())}`)).status).toBe(400);
  expect(fetched).toBe(0);
  await without.stop();
});
