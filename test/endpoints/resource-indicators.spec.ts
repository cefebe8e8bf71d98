import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf, RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addUser, type TestUser } from '../support/user.js';
import { expectOf } from '../support/expect-of.js';

const ITEMS = 'https://items.example.com';
const SPACES = 'https://spaces.example.com/v2';

let server: Latchkey;
let admin: Person;
let person: TestUser;
let client: OAuthClient;
let party: RelyingParty;

interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
}

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  person = await addUser(server);
  client = await addApplication(server.database);
  party = await RelyingParty.at(server, {
    scopes: ['openid', 'offline_access', 'read:account', 'read_items', 'write_items', 'read_spaces'],
  });
  await admin.api.post('resources', { identifier: ITEMS, name: 'Items', scopes: ['read_items', 'write_items'] });
  await admin.api.post('resources', { identifier: SPACES, name: 'Spaces', scopes: ['read_spaces'] });
});

afterAll(() => server.stop());

function ask(form: string): Promise<Answer> {
  const identity = basic(client.clientId, client.clientSecret);
  return postForm(`${server.baseUrl}/oauth/token`, `grant_type=client_credentials&${form}`, identity);
}

function resource(...identifiers: string[]): string {
  return identifiers.map((identifier) => `resource=${encodeURIComponent(identifier)}`).join('&');
}

/** An authorization request for these resources, and the code it gives. */
async function codeFor(scope: string, ...identifiers: string[]): Promise<string> {
  const browser = new Browser(server.baseUrl);
  const path = `${party.request({ scope, prompt: 'consent' })}&${resource(...identifiers)}`;
  const { leftFor, text } = await browser.walk(await browser.open(path), person);
  const code = leftFor?.searchParams.get('code');
  if (code === null || code === undefined) throw new Error(`no code: ${leftFor?.href ?? text}`);
  return code;
}

function told({ status, text, json }: Answer): { scope: string; aud: unknown; tokens: Tokens } {
  expectOf(text, status).toBe(200);
  const tokens = json as Tokens;
  return { scope: tokens.scope, aud: claimsOf(tokens.access_token).aud, tokens };
}

function expectTarget(answer: Answer): void {
  expect([answer.status, answer.json]).toMatchObject([400, { error: 'invalid_target' }]);
}

describe('this server, under any of its names or none', () => {
  const named = ['', '/api/v1', '/v1'];

  it.each([undefined, ...named])('allowed as %s, is one API at the token endpoint', async (allowed) => {
    const code = await codeFor(
      'read:account offline_access',
      ...(allowed === undefined ? [] : [server.baseUrl + allowed]),
    );
    const api = `${server.baseUrl}/api/v1`;
    const { aud, tokens } = told(await party.redeem(code, { resource: api }));
    expect(aud).toBe(api);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expectTarget(await party.token({ ...form, resource: ITEMS }));
    const other = `${server.baseUrl}/v1`;
    expect(told(await party.token({ ...form, resource: other })).aud).toBe(other);
  });
});

describe('a token for an API', () => {
  it('names it as its audience and has only the scopes that it understands', async () => {
    expect(told(await ask(resource(ITEMS)))).toMatchObject({ aud: ITEMS, scope: 'read_items write_items' });
    expect(told(await ask(`scope=read_items+read_spaces&${resource(SPACES)}`))).toMatchObject({
      aud: SPACES,
      scope: 'read_spaces',
    });
  });

  it('may be for several, each once', async () => {
    const { aud, scope } = told(await ask(resource(ITEMS, SPACES, ITEMS)));
    expect(aud).toEqual([ITEMS, SPACES]);
    expect(scope.split(' ').sort()).toEqual(['read_items', 'read_spaces', 'write_items']);
  });

  it('is the same with and without the slash that ends an address without a path, and has its registered name', async () => {
    expect(told(await ask(resource(`${ITEMS}/`, ITEMS))).aud).toBe(ITEMS);
    expect(told(await ask(resource(`${server.baseUrl}/`))).aud).toBe(server.baseUrl);
    const slashed = 'https://slashed.example.com/';
    await admin.api.post('resources', { identifier: slashed, name: 'Slashed', scopes: ['read_items'] });
    expect(told(await ask(resource(slashed.slice(0, -1)))).aud).toBe(slashed);

    const code = await codeFor('openid offline_access read_items', `${ITEMS}/`);
    const { aud, tokens } = told(await party.redeem(code, { resource: `${ITEMS}/` }));
    expect(aud).toBe(ITEMS);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, resource: `${ITEMS}/` };
    expect(told(await party.token(form)).aud).toBe(ITEMS);
  });

  it.each([
    ['HTTPS://items.example.com', ITEMS],
    ['https://ITEMS.Example.com/', ITEMS],
    ['https://items.example.com:443', ITEMS],
    ['https://Spaces.example.com:443/v2', SPACES],
    ['https://spaces.example.com/v1/../v2', SPACES],
  ])('is asked for as %s, and has its registered name', async (spelling, registered) => {
    expect(told(await ask(resource(spelling))).aud).toBe(registered);
    const scope = registered === ITEMS ? 'read_items' : 'read_spaces';
    const { aud, tokens } = told(
      await party.redeem(await codeFor(`${scope} offline_access`, spelling), { resource: spelling }),
    );
    expect(aud).toBe(registered);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, resource: spelling };
    expect(told(await party.token(form)).aud).toBe(registered);
  });

  it('is asked for as this server in another spelling', async () => {
    const api = `${server.baseUrl}/api/v1`;
    expect(told(await ask(resource(api.replace('http:', 'HTTP:')))).aud).toBe(api);
  });

  it.each([
    'https://items.example.com.',
    'https://items.example.com:8443',
    'http://items.example.com',
    'https:items.example.com',
    'https:\\\\items.example.com',
    'https://me@items.example.com',
    'https://items.example.com#top',
    'https://items.example.com/\n',
    'https://spaces.example.com/V2',
    'https://spaces.example.com/v2/',
  ])('is not asked for as %j', async (other) => {
    expectTarget(await ask(resource(other)));
  });

  it('belongs to one owner with and without that slash', async () => {
    const { api } = await newPerson(server, admin);
    const named = (identifier: string) => ({ identifier, name: 'Other', scopes: [] });
    expect((await api.post('resources', named(`${ITEMS}/`))).status).toBe(409);
    const { id } = (await api.post('resources', named('https://own.example.com'))).json as { id: string };
    expect((await api.patch(`resources/${id}`, { identifier: `${ITEMS}/` })).status).toBe(409);
    expect((await api.patch(`resources/${id}`, { identifier: 'https://own.example.com/' })).status).toBe(200);
  });

  it('may be asked for as a list in JSON', async () => {
    const answer = await postJson(
      `${server.baseUrl}/oauth/token`,
      { grant_type: 'client_credentials', resource: [ITEMS, SPACES] },
      basic(client.clientId, client.clientSecret),
    );
    expect(told(answer).aud).toEqual([ITEMS, SPACES]);
    const nested = { grant_type: 'client_credentials', resource: [[ITEMS]] };
    const identity = basic(client.clientId, client.clientSecret);
    expect((await postJson(`${server.baseUrl}/oauth/token`, nested, identity)).status).toBe(400);
  });

  it('is for this server when none is named, or the issuer is', async () => {
    expect(told(await ask('scope=read_items')).aud).toBe(server.baseUrl);
    expect(told(await ask(resource(server.baseUrl))).aud).toBe(server.baseUrl);
    expect(told(await ask('resource=')).aud).toBe(server.baseUrl);
  });

  it.each([
    'https://unknown.example',
    `${ITEMS}//`,
    `${ITEMS}/?`,
    `${SPACES}/`,
    'items',
    '*',
    'https://items.example.com#a',
    'a\u0001',
  ])('is refused for %s', async (identifier) => {
    expectTarget(await ask(resource(identifier)));
  });

  it('takes a bounded number of resources, and no other parameter twice', async () => {
    expect((await ask(resource(...Array.from({ length: 60 }, () => ITEMS)))).status).toBe(400);
    expect((await ask('scope=read_items&scope=read_items')).status).toBe(400);
  });

  it('is refused by our own APIs', async () => {
    const code = await codeFor('openid read:account', ITEMS);
    const answer = await party.redeem(code);
    const { tokens } = told(answer);
    for (const path of ['/api/v1/users/me', '/oauth/userinfo']) {
      expect((await call(server.baseUrl + path, { headers: bearer(tokens.access_token) })).status).toBe(401);
    }
  });

  it('stops being issued when the API is deleted, on every request after', async () => {
    const identifier = 'https://gone.example.com';
    const created = await admin.api.post('resources', { identifier, name: 'Gone', scopes: ['read_items'] });
    expect((await ask(resource(identifier))).status).toBe(200);
    await admin.api.delete(`resources/${(created.json as { id: string }).id}`);
    expectTarget(await ask(resource(identifier)));
  });
});

describe('a sign-in for APIs', () => {
  it('keeps what it was granted for, and each refresh may narrow it', async () => {
    const code = await codeFor('openid offline_access read_items write_items read_spaces read:account', ITEMS, SPACES);
    const first = told(await party.redeem(code));
    expect(first.aud).toEqual([ITEMS, SPACES]);
    expect(first.scope.split(' ')).not.toContain('read:account');
    const form = { grant_type: 'refresh_token', refresh_token: first.tokens.refresh_token };
    const narrowed = told(await party.token({ ...form, resource: SPACES }));
    expect(narrowed).toMatchObject({ aud: SPACES, scope: 'openid offline_access read_spaces' });
    const next = { grant_type: 'refresh_token', refresh_token: narrowed.tokens.refresh_token };
    expect(told(await party.token(next)).aud).toEqual([ITEMS, SPACES]);
  });

  it('gives no token for resources that were not granted, and the attempt changes nothing', async () => {
    const code = await codeFor('openid offline_access read_items', ITEMS);
    expectTarget(await party.redeem(code, { resource: SPACES }));
    expectTarget(await party.redeem(code, { resource: server.baseUrl }));
    const { tokens } = told(await party.redeem(code, { resource: ITEMS }));
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expectTarget(await party.token({ ...form, resource: SPACES }));
    expectTarget(await party.token({ ...form, resource: server.baseUrl }));
    expect(told(await party.token(form)).aud).toBe(ITEMS);
  });

  it('without any is for this server, and for no API later', async () => {
    const { tokens } = told(await party.redeem(await codeFor('openid offline_access read_items')));
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expectTarget(await party.token({ ...form, resource: ITEMS }));
    expect(told(await party.token({ ...form, resource: server.baseUrl })).aud).toBe(server.baseUrl);
  });

  it('is refused for unknown ones, at the client', async () => {
    const page = await new Browser(server.baseUrl).open(
      `${party.request({ scope: 'openid' })}&${resource(ITEMS, 'https://unknown.example')}`,
    );
    expect(page.wayOn?.searchParams.get('error')).toBe('invalid_target');
  });

  it('grants nothing by default when the API understands nothing that was asked', async () => {
    const code = await codeFor('read:account', SPACES);
    expect(told(await party.redeem(code)).scope).toBe('');
  });
});
