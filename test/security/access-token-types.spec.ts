// What an attacker would gain: an id_token, which every relying party holds and logs, would be taken for an access token
// of its person where access tokens have the same `typ`; and an access token for proof of a sign-in.
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdTokenHints } from '../../src/oauth/authorize/id-token-hint.js';
import { basic, bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

describe('an application whose access tokens have the type JWT', () => {
  let server: Latchkey;
  let admin: Person;
  let ada: Person;
  let client: { client_id: string; client_secret: string };
  let tokens: { access_token: string; id_token: string };
  const asClient = () => basic(client.client_id, client.client_secret);
  beforeAll(async () => {
    server = await startLatchkey();
    admin = await administrator(server);
    ada = await newPerson(server, admin);
    const made = await admin.api.post('applications', {
      name: 'Behind an old API',
      scopes: ['openid', 'email'],
      grant_types: ['password', 'refresh_token', EXCHANGE],
      access_token_typ: 'JWT',
      id_token_signed_response_alg: 'ES256',
    });
    expectOf(made.text, made.status).toBe(201);
    client = made.json as typeof client;
    const form = { grant_type: 'password', username: ada.email, password: ada.password, scope: 'openid email' };
    tokens = (await postForm(`${server.baseUrl}/oauth/token`, form, asClient())).json as typeof tokens;
  });
  afterAll(() => server.stop());

  const userinfo = (token: string) => call(`${server.baseUrl}/oauth/userinfo`, { headers: bearer(token) });
  const introspected = async (token: string) =>
    (await postForm(`${server.baseUrl}/oauth/introspect`, { token }, asClient())).json as { active: boolean };

  it('uses them here as it would others', async () => {
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ typ: 'JWT', alg: 'ES256' });
    expect((await userinfo(tokens.access_token)).json).toMatchObject({ sub: ada.id, email: ada.email });
    expect(await introspected(tokens.access_token)).toMatchObject({ active: true, sub: ada.id });
  });

  it('is refused with its id_token, by our APIs, introspection and exchange', async () => {
    expect((await userinfo(tokens.id_token)).status).toBe(401);
    expect(await introspected(tokens.id_token)).toEqual({ active: false });
    const form = { grant_type: EXCHANGE, subject_token: tokens.id_token, subject_token_type: ACCESS_TOKEN };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form, asClient());
    expect(answer.status).toBe(400);
    expect(answer.json).not.toHaveProperty('access_token');
  });

  it('proves no sign-in with an access token', async () => {
    const hints = server.app.get(IdTokenHints, { strict: false });
    expect(await hints.read(tokens.id_token)).toMatchObject({ clientId: client.client_id });
    expect(await hints.read(tokens.access_token)).toBeUndefined();
  });
});

describe('a resource that says which type its access tokens have', () => {
  let server: Latchkey;
  let admin: Person;
  let ada: Person;
  beforeAll(async () => {
    server = await startLatchkey();
    admin = await administrator(server);
    ada = await newPerson(server, admin);
  });
  afterAll(() => server.stop());

  const register = async (identifier: string, access_token_typ?: string) => {
    const body = { identifier, name: 'An API', scopes: ['read_items'], access_token_typ };
    const made = await ada.api.post('resources', body);
    expectOf(made.text, made.status).toBe(201);
    return made.json as { id: string; access_token_typ: string | null };
  };
  const application = async (access_token_typ?: string) => {
    const body = { name: 'Client', scopes: ['read_items'], grant_types: ['client_credentials'], access_token_typ };
    return (await ada.api.post('applications', body)).json as { client_id: string; client_secret: string };
  };
  /** The `typ` of a token for these. */
  const typeFor = async (client: { client_id: string; client_secret: string }, ...resources: string[]) => {
    const form = new URLSearchParams([
      ['grant_type', 'client_credentials'],
      ...resources.map((resource) => ['resource', resource] as [string, string]),
    ]);
    const headers = {
      ...basic(client.client_id, client.client_secret),
      'content-type': 'application/x-www-form-urlencoded',
    };
    const body = form.toString();
    const answer = await call(`${server.baseUrl}/oauth/token`, { method: 'POST', headers, body });
    expectOf(answer.text, answer.status).toBe(200);
    return decodeProtectedHeader((answer.json as { access_token: string }).access_token).typ;
  };

  it('decides for them before the application; otherwise the application does', async () => {
    const silent = await register('https://silent.example');
    expect(silent.access_token_typ).toBeNull();
    await register('https://spring.example', 'JWT');
    await register('https://strict.example', 'at+jwt');
    const [plain, old] = [await application(), await application('JWT')];
    expect(await typeFor(plain, 'https://spring.example')).toBe('JWT');
    expect(await typeFor(plain, 'https://silent.example')).toBe('at+jwt');
    expect(await typeFor(plain)).toBe('at+jwt');
    expect(await typeFor(old, 'https://silent.example')).toBe('JWT');
    expect(await typeFor(old, 'https://strict.example')).toBe('at+jwt');
    expect(await typeFor(plain, 'https://strict.example', 'https://spring.example')).toBe('JWT');
  });

  it('may change its mind, and is refused another type by name', async () => {
    const { id } = await register('https://changing.example');
    const client = await application();
    expect((await ada.api.patch(`resources/${id}`, { access_token_typ: 'JWT' })).json).toMatchObject({
      access_token_typ: 'JWT',
    });
    expect(await typeFor(client, 'https://changing.example')).toBe('JWT');
    await ada.api.patch(`resources/${id}`, { access_token_typ: null });
    expect(await typeFor(client, 'https://changing.example')).toBe('at+jwt');
    const refused = await ada.api.patch(`resources/${id}`, { access_token_typ: 'jwt' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('access_token_typ');
  });
});
