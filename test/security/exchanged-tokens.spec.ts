// An exchanged token must end with every token and application it came from. Otherwise a token that a service once got
// for a stolen one goes on working after the stolen one was revoked, and an application that an administrator has
// thrown out reads on through the services behind it. So with the right to exchange, and a scope that an API gave up.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Answer, basic, bearer, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const INVENTORY = 'https://inventory.example.com/';
const BOUND = { interval: 25 };

let database: TestDatabase;
/** Where things are ended. */
let here: Latchkey;
/** Where that must be known. */
let there: Latchkey;
let admin: Person;
let person: Person;

beforeAll(async () => {
  database = await createDatabase();
  const settings = { ISSUER: 'http://127.0.0.1:1' };
  here = await startLatchkey({ database, settings });
  there = await startLatchkey({ database, settings });
  admin = await administrator(here);
  person = await newPerson(here, admin);
  const reserved = await admin.api.post('scopes', { name: 'read:stock', description: 'Stock', admin_only: true });
  expectOf(reserved.text, reserved.status).toBe(201);
  const resource = await admin.api.post('resources', {
    identifier: INVENTORY,
    name: 'I',
    scopes: ['read_items', 'read:stock'],
  });
  expectOf(resource.text, resource.status).toBe(201);
});
afterAll(async () => {
  await there.stop();
  await here.stop();
  await database.drop();
});

interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** The token of a person at an application, exchanged by one service and then by the next. */
interface Chain {
  front: OAuthClient;
  middle: OAuthClient;
  last: OAuthClient;
  subject: Tokens;
  once: string;
  twice: string;
}

async function tokens({ clientId, clientSecret }: OAuthClient, form: Record<string, string>): Promise<Tokens> {
  const answer = await postForm(`${here.baseUrl}/oauth/token`, form, basic(clientId, clientSecret));
  expectOf(answer.text, answer.status).toBe(200);
  return answer.json as Tokens;
}

async function exchanged(by: OAuthClient, subject_token: string, resource = INVENTORY): Promise<string> {
  const exchange = { grant_type: TOKEN_EXCHANGE, subject_token_type: ACCESS_TOKEN };
  return (await tokens(by, { ...exchange, subject_token, resource })).access_token;
}

async function chain(grant: Record<string, string>): Promise<Chain> {
  const own = { scopes: ['read_items'], ownerId: admin.id };
  const service = { ...own, grantTypes: [TOKEN_EXCHANGE], exchangeTargets: [INVENTORY] };
  const front = await addApplication(database, own);
  const middle = await addApplication(database, service);
  const last = await addApplication(database, service);
  const subject = await tokens(front, grant);
  const once = await exchanged(middle, subject.access_token);
  return { front, middle, last, subject, once, twice: await exchanged(last, once) };
}

function personsChain(): Promise<Chain> {
  return chain({ grant_type: 'password', username: person.email, password: person.password });
}

function active({ baseUrl }: Latchkey, token: string, { clientId, clientSecret }: OAuthClient): Promise<unknown> {
  return postForm(`${baseUrl}/oauth/introspect`, { token }, basic(clientId, clientSecret)).then(
    ({ json }) => (json as { active: unknown }).active,
  );
}

function revoke({ clientId, clientSecret }: OAuthClient, form: Record<string, string>): Promise<Answer> {
  return postForm(`${here.baseUrl}/oauth/revoke`, form, basic(clientId, clientSecret));
}

const change = ({ id }: OAuthClient, body: object) => admin.api.patch(`applications/${id}`, body);

const ENDINGS: [string, (chain: Chain) => Promise<Answer>][] = [
  ['the first token is revoked', ({ front, subject }) => revoke(front, { token: subject.access_token })],
  ['its sign-in is revoked', ({ front, subject }) => revoke(front, { token: subject.refresh_token })],
  ['the token between is revoked', ({ middle, once }) => revoke(middle, { token: once })],
  ['the first application revokes everything', ({ front }) => revoke(front, {})],
  ['the first application is disabled', ({ front }) => change(front, { disabled: true })],
  ['the first application is deleted', ({ front }) => admin.api.delete(`applications/${front.id}`)],
  ['the application between is disabled', ({ middle }) => change(middle, { disabled: true })],
  ['the application between is deleted', ({ middle }) => admin.api.delete(`applications/${middle.id}`)],
  [
    'an incident ends everything of the first application',
    ({ front }) => admin.api.post('incidents/end', { client_id: front.clientId }),
  ],
  ['the person is disabled', () => admin.api.patch(`users/${person.id}`, { disabled: true })],
];

describe('a token that was exchanged twice is dead on every node when', () => {
  it.each(ENDINGS)('%s', async (_, end) => {
    const made = await personsChain();
    const { last, twice } = made;
    expect([await active(here, twice, last), await active(there, twice, last)]).toEqual([true, true]);
    const ended = await end(made);
    expectOf(ended.text, ended.status).toBeLessThan(300);
    expect(await active(here, twice, last)).toBe(false);
    await eventually(
      () => active(there, twice, last),
      (value) => expect(value).toBe(false),
      BOUND,
    );
  });

  it('an application acts for itself, and its token is revoked', async () => {
    const { front, last, subject, twice } = await chain({ grant_type: 'client_credentials' });
    expect(await active(there, twice, last)).toBe(true);
    expect((await revoke(front, { token: subject.access_token })).status).toBe(200);
    expect(await active(here, twice, last)).toBe(false);
    await eventually(
      () => active(there, twice, last),
      (value) => expect(value).toBe(false),
      BOUND,
    );
  });
});

describe('the own token of an application whose owner was disabled', () => {
  it('is exchanged for nothing', async () => {
    const owner = await newPerson(here, admin);
    const own = { scopes: ['read_items'], ownerId: owner.id };
    const front = await addApplication(database, own);
    const service = { ...own, ownerId: admin.id, grantTypes: [TOKEN_EXCHANGE], exchangeTargets: [INVENTORY] };
    const middle = await addApplication(database, service);
    const { access_token } = await tokens(front, { grant_type: 'client_credentials' });
    const once = await exchanged(middle, access_token);
    expect((await admin.api.patch(`users/${owner.id}`, { disabled: true })).status).toBe(200);

    expect(await active(here, once, middle)).toBe(false);
    const exchange = { grant_type: TOKEN_EXCHANGE, subject_token_type: ACCESS_TOKEN, resource: INVENTORY };
    const credentials = basic(middle.clientId, middle.clientSecret);
    const form = { ...exchange, subject_token: access_token };
    const again = await postForm(`${here.baseUrl}/oauth/token`, form, credentials);
    expect([again.status, again.json]).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
  });
});

describe('a scope that was lost', () => {
  const exchanging = { grant_type: TOKEN_EXCHANGE, subject_token_type: ACCESS_TOKEN, resource: INVENTORY };
  const scopeOf = async (token: string, { clientId, clientSecret }: OAuthClient) =>
    (await postForm(`${here.baseUrl}/oauth/introspect`, { token }, basic(clientId, clientSecret))).json as object;

  /** A token with both scopes at the application that it is taken from, and the service that exchanges it. */
  async function held(reserved: string) {
    const owner = await newPerson(here, admin, 'admin');
    const front = await addApplication(database, { scopes: [reserved, 'read_items'], ownerId: owner.id });
    const service = { scopes: [reserved, 'read_items'], ownerId: admin.id };
    const middle = await addApplication(database, {
      ...service,
      grantTypes: [TOKEN_EXCHANGE],
      exchangeTargets: [INVENTORY],
    });
    const { access_token } = await tokens(front, { grant_type: 'client_credentials', scope: `${reserved} read_items` });
    return { owner, front, middle, access_token };
  }

  it.each([
    [
      'with the role of the owner of its application',
      ({ id }: Person) => admin.api.patch(`users/${id}`, { role: 'member' }),
    ],
    [
      'by its application',
      (_: Person, { id }: OAuthClient) => change({ id } as OAuthClient, { scopes: ['read_items'] }),
    ],
  ])('%s is in no token that it is exchanged for, and in none that it was', async (_, lose) => {
    const { owner, front, middle, access_token } = await held('read:stock');
    const form = { ...exchanging, subject_token: access_token };
    const before = await tokens(middle, form);
    expect(claimsOf(before.access_token).scope).toBe('read:stock read_items');
    expect(await scopeOf(before.access_token, middle)).toMatchObject({ scope: 'read:stock read_items' });
    const lost = await lose(owner, front);
    expectOf(lost.text, lost.status).toBe(200);
    expect(claimsOf((await tokens(middle, form)).access_token).scope).toBe('read_items');
    const credentials = basic(middle.clientId, middle.clientSecret);
    const asked = await postForm(`${here.baseUrl}/oauth/token`, { ...form, scope: 'read:stock' }, credentials);
    expect([asked.status, asked.json]).toEqual([400, expect.objectContaining({ error: 'invalid_scope' })]);
    expect(await scopeOf(before.access_token, middle)).toMatchObject({ active: true, scope: 'read_items' });
  });
});

describe('a right to exchange that an administrator takes back', () => {
  const BILLING = 'https://billing.example.com/';

  beforeAll(async () => {
    person = await newPerson(here, admin);
    const { id: application_id } = await addApplication(database, { ownerId: admin.id });
    const settings = { identifier: BILLING, name: 'Billing', scopes: ['read_items'], application_id };
    const resource = await admin.api.post('resources', settings);
    expectOf(resource.text, resource.status).toBe(201);
  });

  it('ends what was exchanged for a target that is none any more, and not for an API of its own', async () => {
    const { middle, subject, once } = await personsChain();
    expect((await change(middle, { exchange_targets: [BILLING] })).status).toBe(200);
    const forTarget = await exchanged(middle, subject.access_token, BILLING);
    expect([await active(here, once, middle), await active(here, forTarget, middle)]).toEqual([true, true]);
    expect((await change(middle, { exchange_targets: [] })).status).toBe(200);
    expect([await active(here, once, middle), await active(here, forTarget, middle)]).toEqual([true, false]);
  });

  it.each<[string, (chain: Chain) => Promise<Answer>]>([
    ['its grant', ({ last }) => change(last, { grant_types: ['client_credentials'] })],
    ['the grant of the service before', ({ middle }) => change(middle, { grant_types: ['client_credentials'] })],
  ])('ends what was exchanged by it, on every node: %s', async (_, takeBack) => {
    const made = await personsChain();
    const { front, last, subject, twice } = made;
    expect([await active(here, twice, last), await active(there, twice, last)]).toEqual([true, true]);
    const taken = await takeBack(made);
    expectOf(taken.text, taken.status).toBe(200);
    expect(await active(here, twice, last)).toBe(false);
    await eventually(
      () => active(there, twice, last),
      (value) => expect(value).toBe(false),
      BOUND,
    );
    expect(await active(here, subject.access_token, front)).toBe(true);
  });

  it('ends the exchanged token of an application that acts for itself, at this server and at an API', async () => {
    const grantTypes = [TOKEN_EXCHANGE, 'client_credentials'];
    const service = await addApplication(database, {
      grantTypes,
      scopes: ['read:applications', 'read_items'],
      ownerId: admin.id,
    });
    const own = async (form: Record<string, string>) => {
      const { access_token: subject_token } = await tokens(service, { grant_type: 'client_credentials', ...form });
      const exchange = { grant_type: TOKEN_EXCHANGE, subject_token_type: ACCESS_TOKEN };
      return (await tokens(service, { ...exchange, subject_token })).access_token;
    };
    const [forServer, forApi] = [await own({}), await own({ resource: INVENTORY })];
    const statusHere = async () => (await apiWith(here, bearer(forServer)).get('applications')).status;
    expect([await statusHere(), await active(here, forApi, service)]).toEqual([200, true]);
    expect((await change(service, { grant_types: ['client_credentials'] })).status).toBe(200);
    expect([await statusHere(), await active(here, forApi, service)]).toEqual([401, false]);
  });
});

describe('a scope that an API gave up', () => {
  it('is told of no token for it, and is exchanged for nothing', async () => {
    const identifier = 'https://orders.example.com/';
    const scopes = ['read_items', 'write_items'];
    const resource = await admin.api.post('resources', { identifier, name: 'Orders', scopes });
    expectOf(resource.text, resource.status).toBe(201);
    const own = { scopes, ownerId: admin.id };
    const front = await addApplication(database, own);
    const service = await addApplication(database, {
      ...own,
      grantTypes: [TOKEN_EXCHANGE],
      exchangeTargets: [INVENTORY],
    });
    const { access_token: token } = await tokens(front, { grant_type: 'client_credentials', resource: identifier });
    const told = async () =>
      (await postForm(`${here.baseUrl}/oauth/introspect`, { token }, basic(front.clientId, front.clientSecret))).json;
    expect(await told()).toMatchObject({ active: true, scope: 'read_items write_items' });
    expect(claimsOf(await exchanged(service, token)).scope).toBe('read_items');
    const { id } = resource.json as { id: string };
    expect((await admin.api.patch(`resources/${id}`, { scopes: ['write_items'] })).status).toBe(200);
    expect(await told()).toMatchObject({ active: true, scope: 'write_items' });
    expect(claimsOf(await exchanged(service, token)).scope).toBe('');
  });
});

describe('the token that a service got for a login', () => {
  it('ends nothing of that login where an API gives it back', async () => {
    const service = { scopes: ['read_items'], ownerId: admin.id, grantTypes: [TOKEN_EXCHANGE] };
    const middle = await addApplication(database, { ...service, exchangeTargets: [INVENTORY] });
    const { email: username, password } = person;
    const login = await postJson(`${here.baseUrl}/auth/login`, { username, password });
    const { data } = login.json as { data: Tokens };
    const token = await exchanged(middle, data.access_token);
    expect((await postJson(`${here.baseUrl}/auth/revoke`, { token })).status).toBe(200);
    const { refresh_token } = data;
    expect((await postJson(`${here.baseUrl}/auth/refresh`, { refresh_token })).status).toBe(200);
    expect((await postJson(`${here.baseUrl}/auth/revoke`, { token: data.access_token })).status).toBe(200);
  });
});

describe('the tokens that a token came from', () => {
  it('are named in it, the latest first, and are not shown', async () => {
    person = await newPerson(here, admin);
    const { front, middle, last, subject, once, twice } = await personsChain();
    const jtiOf = (token: string) => claimsOf(token).jti;
    expect(claimsOf(twice).via).toEqual([
      [jtiOf(once), middle.clientId, 0],
      [jtiOf(subject.access_token), front.clientId, 0],
    ]);
    const told = await postForm(
      `${here.baseUrl}/oauth/introspect`,
      { token: twice },
      basic(last.clientId, last.clientSecret),
    );
    expect(told.json).toMatchObject({ active: true });
    expect(told.json).not.toHaveProperty('via');
  });

  it('cost nothing in the store', async () => {
    const before = await rows();
    const { middle, subject } = await personsChain();
    const between = await rows();
    for (let i = 0; i < 10; i++) await exchanged(middle, subject.access_token);
    expect(await rows()).toEqual(between);
    expect(between.sign_ins).toBe(before.sign_ins + 1);
  });
});

async function rows(): Promise<{ sign_ins: number; change_feed: number }> {
  const [counted] = await database.query<{ sign_ins: number; change_feed: number }>(
    'SELECT (SELECT count(*)::int FROM sign_ins) AS sign_ins, (SELECT count(*)::int FROM change_feed) AS change_feed',
  );
  if (counted === undefined) throw new Error('nothing was counted');
  return counted;
}
