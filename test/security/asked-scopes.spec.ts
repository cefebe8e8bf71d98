// What an attacker would gain: a request whose scopes are all refused that gets the default ones, a refresh that names
// what the first request was refused and gets it later, a null that ends every sign-in of an application. And what
// honest clients lose without these rules: they ask for more than they have, and write null for what they leave out.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { expectOf } from '../support/expect-of.js';
import { bearer, call, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { RelyingParty, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

let server: Latchkey;
let admin: Person;
let person: Person;

beforeAll(async () => {
  server = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
  admin = await administrator(server);
  person = await newPerson(server, admin);
});
afterAll(() => server.stop());

interface Tokens {
  scope: string;
  access_token: string;
  refresh_token: string;
}

describe('a request that names more than its application may have', () => {
  let party: RelyingParty;
  beforeAll(async () => {
    party = await RelyingParty.at(server, { scopes: ['openid', 'email', 'offline_access'] });
  });

  it('is granted the rest, and its refresh may name all of it again', async () => {
    const asked = 'openid email groups read_items offline_access';
    const tokens = (await party.tokens(person, { scope: asked })) as Tokens;
    expect(tokens.scope).toBe('openid email offline_access');
    const again = await party.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, scope: asked });
    expect([again.status, (again.json as Tokens).scope]).toEqual([200, 'openid email offline_access']);
  });

  it('never gets by a refresh a scope that was left out, also when its application may have it since', async () => {
    const grown = await RelyingParty.at(server, { scopes: ['openid'] });
    const tokens = (await grown.tokens(person, { scope: 'openid read_items' })) as Tokens;
    expect(tokens.scope).toBe('openid');
    const { id } = grown.client;
    expect((await admin.api.patch(`applications/${id}`, { scopes: ['openid', 'read_items'] })).status).toBe(200);
    const refresh = async (refresh_token: string, scope: string) => {
      const answer = await grown.token({ grant_type: 'refresh_token', refresh_token, scope });
      const { error, scope: granted, refresh_token: next } = answer.json as Tokens & { error?: string };
      return { outcome: error ?? granted, next };
    };
    const again = await refresh(tokens.refresh_token, 'openid read_items');
    expect(again.outcome).toBe('openid');
    expect((await refresh(again.next, 'read_items')).outcome).toBe('invalid_scope');
    expect((await refresh(again.next, 'openid write_items')).outcome).toBe('invalid_scope');
    expect((await refresh(again.next, 'openid')).outcome).toBe('openid');
  });

  it('is refused where nothing is left, and never given the default scopes', async () => {
    for (const scope of ['groups', 'read_items groups']) {
      const back = await new Browser(server.baseUrl).open(party.request({ scope, prompt: 'none' }));
      expect(back.text + String(back.leftFor)).toContain('invalid_scope');
    }
  });

  it('is refused by name where openid is asked and not allowed', async () => {
    const plain = await addApplication(server.database, { scopes: ['read_items'] });
    const identity = { client_id: plain.clientId, client_secret: plain.clientSecret };
    const form = { grant_type: 'client_credentials', ...identity, scope: 'openid read_items' };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form);
    expect(answer.json).toMatchObject({ error: 'invalid_scope' });
    expect(answer.text).toContain('openid');
    const less = await postForm(`${server.baseUrl}/oauth/token`, { ...form, scope: 'read_items write_items groups' });
    expect(less.json).toMatchObject({ scope: 'read_items' });
  });
});

describe('null and an empty text', () => {
  let client: OAuthClient;
  beforeAll(async () => {
    client = await addApplication(server.database, { scopes: ['read_items'] });
  });

  it('are absent in OAuth parameters', async () => {
    const identity = { client_id: client.clientId, client_secret: client.clientSecret };
    for (const unset of [null, '']) {
      const body = { grant_type: 'client_credentials', ...identity, scope: unset, resource: unset, audience: unset };
      const answer = await postJson(`${server.baseUrl}/oauth/token`, { ...body, client_assertion: unset });
      expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ scope: 'read_items' })]);
    }
  });

  it('are refused as the token to revoke, and end nothing', async () => {
    const identity = { client_id: client.clientId, client_secret: client.clientSecret };
    const form = { grant_type: 'client_credentials', ...identity };
    const { access_token: token } = (await postForm(`${server.baseUrl}/oauth/token`, form)).json as Tokens;
    for (const unset of [null, '']) {
      const revoked = await postJson(`${server.baseUrl}/oauth/revoke`, { ...identity, token: unset });
      expect([revoked.status, revoked.json]).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
      const login = await postJson(`${server.baseUrl}/auth/login`, {
        username: person.email,
        password: person.password,
      });
      const { data } = login.json as { data: Tokens };
      for (const name of ['token', 'refresh_token']) {
        const ended = await postJson(`${server.baseUrl}/auth/revoke`, { [name]: unset }, bearer(data.access_token));
        expect(ended.status).toBe(400);
      }
      const me = await call(`${server.baseUrl}/api/v1/users/me`, { headers: bearer(data.access_token) });
      expect(me.status).toBe(200);
    }
    const told = await postForm(`${server.baseUrl}/oauth/introspect`, { ...identity, token });
    expect(told.json).toMatchObject({ active: true });
  });

  it('are absent in what registers itself', async () => {
    const said = { redirect_uris: ['https://client.example/cb'], token_endpoint_auth_method: 'none' };
    const plain = (await postJson(`${server.baseUrl}/oauth/register`, said)).json as Record<string, unknown>;
    expect(plain.scope).toContain('openid');
    for (const unset of [null, '', ' ']) {
      const names = unset === ' ' ? [] : ['client_uri', 'logo_uri', 'contacts', 'jwks', 'jwks_uri', 'software_id'];
      const more = Object.fromEntries(['scope', ...names].map((name) => [name, unset]));
      const answer = await postJson(`${server.baseUrl}/oauth/register`, { ...said, ...more });
      expect([answer.status, answer.json]).toEqual([201, expect.objectContaining({ scope: plain.scope })]);
      for (const name of names) expect(answer.json).not.toHaveProperty(name);
      const {
        registration_client_uri: at,
        registration_access_token: token,
        client_id,
      } = answer.json as Record<string, string>;
      const replaced = await call(at!, {
        method: 'PUT',
        headers: { ...bearer(token!), 'content-type': JSON_TYPE },
        body: JSON.stringify({ ...said, ...more, client_id }),
      });
      expect([replaced.status, replaced.json]).toEqual([200, expect.objectContaining({ scope: plain.scope })]);
    }
  });
});

describe('a client that registers itself with scopes that it may not have, or that are unknown,', () => {
  const said = {
    client_name: 'An editor',
    redirect_uris: ['http://127.0.0.1:33418/', 'https://client.example/cb'],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
  };
  const registered = async (more: Record<string, unknown>) => {
    const answer = await postJson(`${server.baseUrl}/oauth/register`, { ...said, ...more });
    expect(answer.status).toBe(201);
    return answer.json as Record<string, string>;
  };

  it('is given the default ones where none is left, is told so, and signs people in', async () => {
    const plain = await registered({});
    expect(plain.scope).toContain('openid');
    expect(plain.scope).not.toContain('write:users');
    for (const scope of ['tools:use', 'groups write:users']) {
      const client = await registered({ scope });
      expect(client.scope).toBe(plain.scope);
      const row = { id: '', clientId: client.client_id!, clientSecret: '' };
      const party = RelyingParty.of(server, row, 'https://client.example/cb');
      const back = await party.authorize(person, { scope: `${scope} openid email` });
      expect(back.searchParams.get('code')).toEqual(expect.any(String));
    }
    expect((await registered({ scope: 'openid tools:use' })).scope).toBe('openid');
  });

  it('is given them, too, when it replaces what it registered, but never more under what an administrator gave it', async () => {
    const client = await registered({ scope: 'openid' });
    const replaced = (scope: string) =>
      call(client.registration_client_uri!, {
        method: 'PUT',
        headers: { ...bearer(client.registration_access_token!), 'content-type': JSON_TYPE },
        body: JSON.stringify({ ...said, scope, client_id: client.client_id }),
      });
    expect((await replaced('openid email')).json).toMatchObject({ scope: 'openid email' });
    const found = (await admin.api.get(`applications?q=${client.client_id!}`)).json as { data: { id: string }[] };
    const { id } = found.data[0]!;
    expect((await admin.api.patch(`applications/${id}`, { first_party: true })).status).toBe(200);
    expect((await replaced('tools:use')).json).toMatchObject({ scope: 'openid email' });
    expect((await admin.api.patch(`applications/${id}`, { first_party: false })).status).toBe(200);
    expect((await replaced('tools:use')).json).toMatchObject({ scope: (await registered({})).scope });
  });
});

describe('an Authorization header that is no client authentication', () => {
  it.each(['Bearer abc', 'DPoP abc', 'Negotiate abc', 'bearer'])(
    '%s is passed over beside a client that says who it is',
    async (authorization) => {
      const client = await addApplication(server.database, {
        scopes: ['read_items'],
        authMethod: 'client_secret_post',
      });
      const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret };
      expect((await postForm(`${server.baseUrl}/oauth/token`, form, { authorization })).status).toBe(200);
      const wrong = await postForm(`${server.baseUrl}/oauth/token`, { ...form, client_secret: 'x' }, { authorization });
      expect(wrong.status).toBe(401);
      const alone = await postForm(
        `${server.baseUrl}/oauth/token`,
        { grant_type: 'client_credentials' },
        { authorization },
      );
      expect([alone.status, alone.json]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
      expect(alone.text).toContain('Authorization: ');
    },
  );

  it('HTTP Basic beside a secret in the body stays one method too many', async () => {
    const client = await addApplication(server.database, { scopes: ['read_items'] });
    const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form, { authorization: 'Basic eDp5' });
    expect([answer.status, answer.json]).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
  });
});

describe('a redirect URI with a parameter of the answer in its query', () => {
  it.each(['code', 'state', 'iss', 'error', 'response', '%73tate'])(
    '%s is refused by every way of registration',
    async (name) => {
      const uri = `https://client.example/cb?x=1&${name}=fixed`;
      const made = await admin.api.post('applications', { name: 'Twice', scopes: ['openid'], redirect_uris: [uri] });
      expect(made.status).toBe(400);
      const itself = await postJson(`${server.baseUrl}/oauth/register`, { redirect_uris: [uri] });
      expect(itself.json).toMatchObject({ error: 'invalid_redirect_uri' });
    },
  );

  it('one stored before goes on working; other parameters are fine; a return from sign-out must not have state', async () => {
    const stored = await RelyingParty.at(server, { redirectUris: ['https://client.example/cb?state=fixed'] });
    expect((await stored.tokens(person, {})).access_token).toBeDefined();
    const body = { name: 'Fine', scopes: ['openid'], redirect_uris: ['https://client.example/cb?x=1'] };
    const code = ['https://client.example/bye?code=1'];
    expect((await admin.api.post('applications', { ...body, post_logout_redirect_uris: code })).status).toBe(201);
    const state = ['https://client.example/bye?state=1'];
    expect((await admin.api.post('applications', { ...body, post_logout_redirect_uris: state })).status).toBe(400);
  });
});

describe('a catalogue of many scopes', () => {
  const NAMES = Array.from(
    { length: 200 },
    (_, i) => `department.${String(i)}:records-of-every-kind-and-every-year.read`,
  );
  const LAST = NAMES.at(-1)!;
  const CALLBACK = 'https://client.example/cb';
  const said = { redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' };
  let large: Latchkey;
  let root: Person;
  beforeAll(async () => {
    large = await startLatchkey({ settings: { DYNAMIC_REGISTRATION: 'open' } });
    root = await administrator(large);
    for (const name of NAMES) {
      expect((await root.api.post('scopes', { name, description: 'Read' })).status).toBe(201);
    }
  });
  afterAll(() => large.stop());

  const supported = async (document: string) => {
    const { json } = await call(`${large.baseUrl}/.well-known/${document}`);
    return (json as { scopes_supported: string[] }).scopes_supported;
  };

  async function registered(more: Record<string, unknown> = {}) {
    const answer = await postJson(`${large.baseUrl}/oauth/register`, { ...said, ...more });
    expectOf(answer.text, answer.status).toBe(201);
    const { client_id: clientId, scope } = answer.json as { client_id: string; scope: string };
    const client = { id: '', clientId, clientSecret: '' };
    const party = RelyingParty.of(large, client, CALLBACK);
    const tokens = async (asked: string | undefined) => {
      const code = (await party.authorize(root, { scope: asked })).searchParams.get('code') ?? '';
      const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
      const answered = await postForm(`${large.baseUrl}/oauth/token`, { ...form, client_id: clientId });
      expectOf(answered.text, answered.status).toBe(200);
      return answered.json as Tokens;
    };
    return { scope, tokens };
  }

  it('leaves a login token that fits a header, with which the API and introspection know all of them', async () => {
    const login = await postJson(`${large.baseUrl}/v1/auth/login`, { email: root.email, password: root.password });
    const begun = login.json as Tokens;
    const { refresh_token } = begun;
    const refreshed = (await postJson(`${large.baseUrl}/v1/auth/refresh`, { refresh_token })).json as Tokens;
    const client = await addApplication(large.database, { scopes: ['introspect_tokens'] });
    const identity = { client_id: client.clientId, client_secret: client.clientSecret };
    for (const { access_token: token } of [begun, refreshed]) {
      expect(token.length).toBeLessThan(4096);
      expect((await call(`${large.baseUrl}/api/v1/users`, { headers: bearer(token) })).status).toBe(200);
      const told = (await postForm(`${large.baseUrl}/oauth/introspect`, { ...identity, token })).json as Tokens;
      expect(told.scope.split(' ')).toEqual(expect.arrayContaining([LAST, 'write:users']));
    }
  });

  // programs without a person's thought ask for all that the metadata lists
  it.each(['openid-configuration', 'oauth-authorization-server', 'oauth-protected-resource'])(
    '%s lists what one request may name, and that request works',
    async (document) => {
      const scopes = await supported(document);
      expect(scopes).toEqual(expect.arrayContaining(['openid', 'offline_access', 'read_items', NAMES[0]]));
      const { tokens } = await registered();
      const { scope } = await tokens(scopes.join(' '));
      expect(scope.split(' ')).toEqual(expect.arrayContaining(['openid', NAMES[0]]));
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['no scopes', {}],
    ['all scopes', { scope: ['openid', ...NAMES].join(' ') }],
  ])('gives a client that registers itself with %s, and asks for none, a token that fits a header', async (_, more) => {
    const { scope: told, tokens } = await registered(more);
    const { access_token: token, scope } = await tokens(undefined);
    expect(scope.split(' ').sort()).toEqual(told.split(' ').sort());
    expect(told.split(' ')).toEqual(expect.arrayContaining(['openid', NAMES[0]]));
    expect(token.length).toBeLessThan(4096);
    expect((await call(`${large.baseUrl}/oauth/userinfo`, { headers: bearer(token) })).status).toBe(200);
  });

  it('gives it each of the others that it asks for by name', async () => {
    const { scope: told, tokens } = await registered();
    expect(told).not.toContain(LAST);
    expect((await tokens(`openid ${LAST}`)).scope).toBe(`openid ${LAST}`);
  });
});
