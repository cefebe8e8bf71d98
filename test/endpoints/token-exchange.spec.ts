import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Pair, type Person } from '../support/management.js';
import { addApplication, type ApplicationRow, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

let server: Latchkey;
let admin: Person;
let person: Person;
/** The application that people use. */
let front: OAuthClient;
/** The service behind it, which calls others. */
let service: OAuthClient;
/** What it calls: an API of the same owner. */
const INVENTORY = 'https://inventory.example.com/';

beforeAll(async () => {
  server = await startLatchkey();
  admin = await administrator(server);
  person = await newPerson(server, admin);
  front = await addApplication(server.database, { scopes: ['read_items', 'write_items', 'read_spaces'] });
  const body = { identifier: INVENTORY, name: 'Inventory', scopes: ['read_items', 'write_items'] };
  expect((await admin.api.post('resources', body)).status).toBe(201);
  service = await addService();
});
afterAll(() => server.stop());

function addService(row: ApplicationRow = {}): Promise<OAuthClient> {
  const grantTypes = [TOKEN_EXCHANGE, 'client_credentials'];
  return addApplication(server.database, { grantTypes, scopes: ['read_items', 'write_items'], ...OF_ADMIN(), ...row });
}

const OF_ADMIN = () => ({ ownerId: admin.id, exchangeTargets: [INVENTORY] });

async function subjectToken(scope?: string): Promise<string> {
  return (await subjectTokens(scope)).access_token;
}

async function subjectTokens(scope = 'read_items write_items read_spaces'): Promise<Pair> {
  const { email: username, password } = person;
  const answer = await postForm(
    `${server.baseUrl}/oauth/token`,
    { grant_type: 'password', username, password, scope },
    basic(front.clientId, front.clientSecret),
  );
  expectOf(answer.text, answer.status).toBe(200);
  return answer.json as Pair;
}

function exchange(subject_token: string, form: Record<string, string> = {}, by = service): Promise<Answer> {
  return postForm(
    `${server.baseUrl}/oauth/token`,
    { grant_type: TOKEN_EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN, ...form },
    basic(by.clientId, by.clientSecret),
  );
}

async function exchanged(token: string, form: Record<string, string> = {}, by = service): Promise<string> {
  const answer = await exchange(token, form, by);
  expectOf(answer.text, answer.status).toBe(200);
  return (answer.json as { access_token: string }).access_token;
}

function expectError(answer: Answer, error: string, status = 400): void {
  expect([answer.status, answer.json]).toEqual([status, expect.objectContaining({ error })]);
}

describe('token exchange', () => {
  it('gives the same person, with the service as the actor', async () => {
    const token = await subjectToken();
    const answer = await exchange(token);
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      issued_token_type: ACCESS_TOKEN,
      token_type: 'Bearer',
      scope: 'read_items write_items',
    });
    expect(answer.json).not.toHaveProperty('refresh_token');
    const { access_token } = answer.json as { access_token: string };
    const before = claimsOf(token);
    const after = claimsOf(access_token);
    expect(after).toMatchObject({
      aud: INVENTORY,
      sub: before.sub,
      sid: before.sid,
      client_id: service.clientId,
      act: { sub: service.clientId },
    });
    expect(after.exp as number).toBeLessThanOrEqual(before.exp as number);
    const here = await call(`${server.baseUrl}/api/v1/users/me`, { headers: bearer(access_token) });
    expect(here.status).toBe(401);
  });

  it('nests those who acted before', async () => {
    const next = await addService();
    const one = await exchanged(await subjectToken());
    const two = await exchanged(one, {}, next);
    expect(claimsOf(two).act).toEqual({ sub: next.clientId, act: { sub: service.clientId } });
  });

  it('ends somewhere', async () => {
    let token = await subjectToken();
    for (let i = 0; i < 4; i++) token = await exchanged(token);
    expectError(await exchange(token), 'invalid_request');
  });

  it('narrows, and never widens', async () => {
    const token = await subjectToken('read_items');
    expect(claimsOf(await exchanged(token)).scope).toBe('read_items');
    expect(claimsOf(await exchanged(token, { scope: 'read_items' })).scope).toBe('read_items');
    // not in the token
    expectError(await exchange(token, { scope: 'read_items write_items' }), 'invalid_scope');
    // in the token, but not the service's
    expectError(await exchange(await subjectToken(), { scope: 'read_spaces' }), 'invalid_scope');
  });

  it('is for the resource that was asked for, among those it may ask for', async () => {
    const billing = 'https://billing.example.com/';
    expect((await admin.api.post('resources', { identifier: billing, name: 'Billing', scopes: [] })).status).toBe(201);
    const both = await addService({ exchangeTargets: [INVENTORY, billing] });
    const token = await exchanged(await subjectToken(), { resource: INVENTORY }, both);
    expect(claimsOf(token)).toMatchObject({ aud: INVENTORY, scope: 'read_items write_items' });
    // which of the two, it has to say
    expectError(await exchange(await subjectToken(), {}, both), 'invalid_target');
    expectError(await exchange(await subjectToken(), { resource: billing }), 'invalid_target');
    expectError(await exchange(await subjectToken(), { resource: 'https://nowhere.example.com/' }), 'invalid_target');
    expectError(await exchange(await subjectToken(), { resource: 'not a uri' }), 'invalid_target');
  });

  it('is for what audience names as it is for a resource, and for nothing else', async () => {
    const shipping = 'https://shipping.example.com/';
    expect((await admin.api.post('resources', { identifier: shipping, name: 'Shipping', scopes: [] })).status).toBe(
      201,
    );
    const both = await addService({ exchangeTargets: [INVENTORY, shipping] });
    const subject = await subjectToken();
    expect(claimsOf(await exchanged(subject, { audience: INVENTORY }, both)).aud).toBe(INVENTORY);
    expect(claimsOf(await exchanged(subject, { audience: INVENTORY, resource: INVENTORY }, both)).aud).toBe(INVENTORY);
    expect(claimsOf(await exchanged(subject, { audience: shipping, resource: INVENTORY }, both)).aud).toEqual([
      INVENTORY,
      shipping,
    ]);
    // no target of the service, no API, an application, this server
    for (const audience of [shipping, 'inventory', front.clientId, service.clientId, server.baseUrl]) {
      expectError(await exchange(subject, { audience }), 'invalid_target');
      expectError(await exchange(subject, { audience, resource: INVENTORY }), 'invalid_target');
    }
    expect((await exchange(subject, { audience: 'inventory' })).json).toMatchObject({
      error_description: 'audience: names no API that this server knows',
    });
    expect(claimsOf(await exchanged(subject, { audience: '' })).aud).toBe(INVENTORY);
  });

  it('is what audience counts for: other grants leave it to the clients that know it from elsewhere', async () => {
    const form = { grant_type: 'client_credentials', audience: 'https://elsewhere.example.com' };
    const answer = await postForm(`${server.baseUrl}/oauth/token`, form, basic(service.clientId, service.clientSecret));
    expectOf(answer.text, answer.status).toBe(200);
  });

  it('ends with the sign-in it came from', async () => {
    const { access_token: token, refresh_token } = await subjectTokens();
    const traded = await exchanged(token);
    const revoked = await postForm(
      `${server.baseUrl}/oauth/revoke`,
      { token: refresh_token },
      basic(front.clientId, front.clientSecret),
    );
    expect(revoked.status).toBe(200);
    const introspection = await postForm(
      `${server.baseUrl}/oauth/introspect`,
      { token: traded },
      basic(service.clientId, service.clientSecret),
    );
    expect(introspection.json).toEqual({ active: false });
    expectError(await exchange(token), 'invalid_request');
    expectError(await exchange(traded), 'invalid_request');
  });
});

describe('token exchange refuses', () => {
  it('a string that is no access token of this server', async () => {
    const token = await subjectToken();
    for (const bad of ['nonsense', `${token}x`, token.slice(0, -10), '..']) {
      expectError(await exchange(bad), 'invalid_request');
    }
  });

  it('every subject token in the same words, which do not tell why', async () => {
    const answers = [await exchange('nonsense'), await exchange(await boundToken())];
    for (const { json } of answers) {
      expect(json).toEqual({ error: 'invalid_request', error_description: 'subject_token: is not acceptable' });
    }
  });

  it('tokens that are bound to a key', async () => {
    const token = await boundToken();
    expectError(await exchange(token), 'invalid_request');
  });

  it('other kinds of tokens', async () => {
    const token = await subjectToken();
    const saml = 'urn:ietf:params:oauth:token-type:saml2';
    expectError(await exchange(token, { subject_token_type: saml }), 'invalid_request');
    expectError(await exchange(token, { requested_token_type: saml }), 'invalid_request');
    expectError(
      await exchange(token, { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }),
      'invalid_request',
    );
  });

  it('an actor token: the service itself is the actor', async () => {
    const token = await subjectToken();
    const actor = { actor_token: token, actor_token_type: ACCESS_TOKEN };
    expectError(await exchange(token, actor), 'invalid_request');
  });

  it('an application without the grant', async () => {
    expectError(await exchange(await subjectToken(), {}, front), 'unauthorized_client');
  });

  it('a public application', async () => {
    const open = await addService({ type: 'public', secret: null });
    const answer = await postForm(`${server.baseUrl}/oauth/token`, {
      grant_type: TOKEN_EXCHANGE,
      client_id: open.clientId,
      subject_token: await subjectToken(),
      subject_token_type: ACCESS_TOKEN,
    });
    expectError(answer, 'unauthorized_client');
  });

  it('a request without a subject token', async () => {
    const answer = await postForm(
      `${server.baseUrl}/oauth/token`,
      { grant_type: TOKEN_EXCHANGE, subject_token_type: ACCESS_TOKEN },
      basic(service.clientId, service.clientSecret),
    );
    expectError(answer, 'invalid_request');
  });
});

describe('the grant of token exchange', () => {
  it('only admins may give to an application', async () => {
    const body = { name: 'A service', scopes: ['read_items'], grant_types: [TOKEN_EXCHANGE] };
    expect((await person.api.post('applications', body)).status).toBe(403);
    expect((await admin.api.post('applications', body)).status).toBe(201);

    const own = await person.api.post('applications', { name: 'Mine', scopes: ['read_items'] });
    const { id } = own.json as { id: string };
    const change = { grant_types: ['client_credentials', TOKEN_EXCHANGE] };
    expect((await person.api.patch(`applications/${id}`, change)).status).toBe(403);
    expect((await admin.api.patch(`applications/${id}`, change)).status).toBe(200);
  });
});

/** An access token as it would be with a key of its client's. */
async function boundToken(): Promise<string> {
  const { AccessTokens } = await import('../../src/oauth/tokens/access-token.js');
  const { iss, jti, iat, exp, ...content } = claimsOf(await subjectToken());
  expect([iss, jti, iat, exp]).not.toContain(undefined);
  const tokens = server.app.get(AccessTokens, { strict: false });
  return tokens.issue(
    { ...(content as unknown as Parameters<typeof tokens.issue>[0]), cnf: { jkt: 'A'.repeat(43) } },
    60,
  );
}
