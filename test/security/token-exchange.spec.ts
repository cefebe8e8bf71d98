// What an attacker would gain: a service that was called with a token trades it for one it was never meant to have. A
// token for another API becomes one for the account API of this server, or a token of a member's application acts
// with the rights of the administrator who owns the service.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokens, type AccessTokenContent } from '../../src/oauth/tokens/access-token.js';
import { holdRow } from '../support/held-row.js';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type ApplicationRow, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { expectOf } from '../support/expect-of.js';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ACCOUNT_SCOPES = ['read:account', 'read:applications'];
const ORDERS = 'https://orders.example.com';
const STOCK = 'https://stock.example.com';
const OTHERS = 'https://others.example.com';
const HOME = '203.0.113.7';
const AWAY = '198.51.100.1';

let server: Latchkey;
let admin: Person;
let member: Person;
/** An application of the member, and a service of the administrator that has to do with orders and calls the stock. */
let front: OAuthClient;
let orders: OAuthClient;

beforeAll(async () => {
  server = await startLatchkey({ settings: { TRUST_PROXY: '127.0.0.1' } });
  admin = await administrator(server);
  member = await newPerson(server, admin);
  const other = await newPerson(server, admin);
  for (const [owner, identifier] of [
    [admin, ORDERS],
    [admin, STOCK],
    [other, OTHERS],
  ] as const) {
    const body = { identifier, name: identifier, scopes: ACCOUNT_SCOPES };
    expect((await owner.api.post('resources', body)).status).toBe(201);
  }
  front = await addApplication(server.database, { ownerId: member.id, scopes: ACCOUNT_SCOPES });
  orders = await addService();
});
afterAll(() => server.stop());

function addService(row: ApplicationRow = {}): Promise<OAuthClient> {
  return addApplication(server.database, {
    ownerId: admin.id,
    grantTypes: [TOKEN_EXCHANGE, 'client_credentials'],
    scopes: ACCOUNT_SCOPES,
    exchangeTargets: [STOCK],
    ...row,
  });
}

const from = (address: string) => ({ 'x-forwarded-for': address });

async function tokenOf(answer: Promise<Answer>): Promise<string> {
  const { status, text, json } = await answer;
  expectOf(text, status).toBe(200);
  return (json as { access_token: string }).access_token;
}

function own(client: OAuthClient, resource?: string): Promise<string> {
  const form = { grant_type: 'client_credentials', ...(resource !== undefined && { resource }) };
  return tokenOf(postForm(`${server.baseUrl}/oauth/token`, form, basic(client.clientId, client.clientSecret)));
}

function ofPerson(resource?: string, { email: username, password } = member): Promise<string> {
  const form = { grant_type: 'password', username, password, ...(resource !== undefined && { resource }) };
  return tokenOf(postForm(`${server.baseUrl}/oauth/token`, form, basic(front.clientId, front.clientSecret)));
}

function exchange(subject_token: string, resource?: string, by = orders, headers = {}): Promise<Answer> {
  const form = { grant_type: TOKEN_EXCHANGE, subject_token, subject_token_type: ACCESS_TOKEN };
  return postForm(
    `${server.baseUrl}/oauth/token`,
    { ...form, ...(resource !== undefined && { resource }) },
    { ...basic(by.clientId, by.clientSecret), ...headers },
  );
}

async function refusal(answer: Promise<Answer>): Promise<unknown> {
  const { status, json } = await answer;
  return [status, (json as { error?: string }).error];
}

const thisServer = () => [server.baseUrl, `${server.baseUrl}/api/v1`, `${server.baseUrl}/v1`];
const ask = (path: string, token: string, headers = {}) =>
  call(`${server.baseUrl}/api/v1/${path}`, { headers: { ...bearer(token), ...headers } });

describe('the token of a person', () => {
  it('for the API of another is not exchanged, for anything', async () => {
    const subject = await ofPerson(OTHERS);
    for (const resource of [undefined, STOCK, ORDERS, OTHERS, ...thisServer()]) {
      expect([resource, await refusal(exchange(subject, resource))]).toEqual([resource, [400, 'invalid_request']]);
    }
  });

  it('for this server is exchanged for what an administrator listed, and never for this server', async () => {
    const subject = await ofPerson();
    for (const resource of [OTHERS, ORDERS, ...thisServer()]) {
      expect([resource, await refusal(exchange(subject, resource))]).toEqual([resource, [400, 'invalid_target']]);
    }
    for (const resource of [undefined, STOCK]) {
      const token = await tokenOf(exchange(subject, resource));
      expect(claimsOf(token)).toMatchObject({ sub: member.id, aud: STOCK });
      expect((await ask('users/me', token)).status).toBe(401);
    }
  });

  it('for an API of the service is exchanged for that or for a listed one', async () => {
    const subject = await ofPerson(ORDERS);
    for (const resource of thisServer())
      expect(await refusal(exchange(subject, resource))).toEqual([400, 'invalid_target']);
    expect(claimsOf(await tokenOf(exchange(subject))).aud).toBe(ORDERS);
    expect(claimsOf(await tokenOf(exchange(subject, STOCK))).aud).toBe(STOCK);
  });

  it('is one for this server by no chain of exchanges', async () => {
    const again = await addService({ exchangeTargets: [ORDERS, STOCK] });
    const once = await tokenOf(exchange(await ofPerson(), STOCK));
    for (const by of [orders, again]) {
      for (const resource of thisServer()) {
        expect(await refusal(exchange(once, resource, by))).toEqual([400, 'invalid_target']);
      }
    }
  });

  it('for two APIs counts for the one that is the service’s', async () => {
    const both = await issued({ aud: [OTHERS, ORDERS], client_id: front.clientId });
    expect(claimsOf(await tokenOf(exchange(both))).aud).toBe(ORDERS);
    expect(await refusal(exchange(both, OTHERS))).toEqual([400, 'invalid_target']);
    const withServer = await issued({ aud: [server.baseUrl, ORDERS], client_id: front.clientId });
    expect(claimsOf(await tokenOf(exchange(withServer))).aud).toBe(ORDERS);
    expect(await refusal(exchange(withServer, server.baseUrl))).toEqual([400, 'invalid_target']);
  });

  it('for an API that names its application is that application’s alone', async () => {
    const identifier = 'https://one.example.com';
    const body = { identifier, name: 'One', scopes: ACCOUNT_SCOPES, application_id: orders.id };
    expect((await member.api.post('resources', body)).status).toBe(400);
    expect((await admin.api.post('resources', body)).json).toMatchObject({ application_id: orders.id });
    const subject = await ofPerson(identifier);
    expect(claimsOf(await tokenOf(exchange(subject))).aud).toBe(identifier);
    expect(await refusal(exchange(subject, undefined, await addService()))).toEqual([400, 'invalid_request']);
  });
});

describe('the token of an application', () => {
  it('of one’s own is exchanged for this server and acts for the same account', async () => {
    const subject = await own(orders);
    const token = await tokenOf(exchange(subject, server.baseUrl));
    expect((await ask('users/me', token)).json).toMatchObject({ id: admin.id });
    // not for more than it was for
    expect(await refusal(exchange(await own(orders, ORDERS), server.baseUrl))).toEqual([400, 'invalid_target']);
  });

  it('of another acts for its own owner, never for the owner of the service', async () => {
    const subject = await own(front);
    expect(await refusal(exchange(subject, server.baseUrl))).toEqual([400, 'invalid_target']);
    // as services were given them before
    const token = await issuedToService(orders);
    expect((await ask('users/me', token)).json).toMatchObject({ id: member.id, role: 'member' });
    const { data } = (await ask('applications', token)).json as { data: { owner_id: string }[] };
    expect(data.map(({ owner_id }) => owner_id)).toEqual([member.id]);
  });

  it('of another is worth nothing once that one or its owner is gone', async () => {
    const owner = await newPerson(server, admin);
    const client = await addApplication(server.database, { ownerId: owner.id, scopes: ACCOUNT_SCOPES });
    const token = await issuedToService(orders, client);
    expect((await ask('users/me', token)).status).toBe(200);
    await admin.api.patch(`users/${owner.id}`, { disabled: true });
    expect((await ask('users/me', token)).status).toBe(401);
    const ownerless = await addApplication(server.database, { scopes: ACCOUNT_SCOPES });
    const other = await issuedToService(orders, ownerless);
    expect((await ask('applications', other)).status).not.toBe(401);
    await admin.api.delete(`applications/${ownerless.id}`);
    expect((await ask('applications', other)).status).toBe(401);
  });
});

describe('the owner of a service', () => {
  const asking = () => addApplication(server.database, { scopes: ['introspect_tokens'] });
  async function isActive(token: string, { clientId, clientSecret }: OAuthClient): Promise<unknown> {
    const { json } = await postForm(`${server.baseUrl}/oauth/introspect`, { token }, basic(clientId, clientSecret));
    return (json as { active?: boolean }).active;
  }

  it('once disabled, leaves what it exchanged worth nothing: told as inactive, and exchanged no further', async () => {
    const owner = await newPerson(server, admin);
    const service = await addService({ ownerId: owner.id });
    const other = await asking();
    const ofThePerson = await tokenOf(exchange(await ofPerson(), STOCK, service));
    const ofAnApplication = await tokenOf(exchange(await own(front), STOCK, service));
    const here = await issuedToService(service);
    const further = await tokenOf(exchange(ofThePerson, STOCK));
    const all = [ofThePerson, ofAnApplication, here, further];
    const states = () => Promise.all(all.map((token) => isActive(token, other)));
    expect(await states()).toEqual([true, true, true, true]);
    expect((await exchange(ofAnApplication, STOCK)).status).toBe(200);
    expect((await ask('users/me', here)).status).toBe(200);

    await admin.api.patch(`users/${owner.id}`, { disabled: true });
    expect((await ask('users/me', here)).status).toBe(401);
    expect(await states()).toEqual([false, false, false, false]);
    for (const token of [ofThePerson, ofAnApplication])
      expect(await refusal(exchange(token, STOCK))).toEqual([400, 'invalid_request']);
  });

  it('is none of a service that has none: what it exchanged goes on', async () => {
    const service = await addService({ ownerId: null });
    const token = await tokenOf(exchange(await ofPerson(), STOCK, service));
    expect(await isActive(token, await asking())).toBe(true);
  });
});

describe('the whitelist of the owner of a service', () => {
  it('decides about its exchanges and the calls it makes, and the person’s did for the subject token', async () => {
    const owner = await newPerson(server, admin);
    const person = await newPerson(server, admin);
    const service = await addService({ ownerId: owner.id });
    const subject = await ofPerson(undefined, person);
    const acting = await issuedToService(service);
    await admin.api.post(`users/${owner.id}/ip-whitelist`, { cidr: HOME });
    await admin.api.post(`users/${person.id}/ip-whitelist`, { cidr: '192.0.2.1' });
    expect(await refusal(exchange(subject, STOCK, service, from(AWAY)))).toEqual([403, 'access_denied']);
    expect((await exchange(subject, STOCK, service, from(HOME))).status).toBe(200);
    expect((await ask('users/me', acting, from(AWAY))).status).toBe(403);
    expect((await ask('users/me', acting, from(HOME))).status).toBe(200);
  });

  it('does not stand in the way of an owner who has none, and a disabled owner exchanges nothing', async () => {
    const owner = await newPerson(server, admin);
    const service = await addService({ ownerId: owner.id });
    const subject = await ofPerson();
    expect((await exchange(subject, STOCK, service, from(AWAY))).status).toBe(200);
    await admin.api.patch(`users/${owner.id}`, { disabled: true });
    expect(await refusal(exchange(subject, STOCK, service))).toEqual([400, 'unauthorized_client']);
  });
});

describe('the whitelist of an application', () => {
  const listed = async (row: ApplicationRow) => {
    const client = await addService(row);
    expect((await admin.api.post(`applications/${client.id}/ip-whitelist`, { cidr: HOME })).status).toBe(201);
    return client;
  };

  it('decides where it exchanges its own token, and about the calls with what it got', async () => {
    const client = await listed({});
    const form = { grant_type: 'client_credentials' };
    const own = basic(client.clientId, client.clientSecret);
    const subject = await tokenOf(postForm(`${server.baseUrl}/oauth/token`, form, { ...own, ...from(HOME) }));
    const exchanging = (address: string) => exchange(subject, server.baseUrl, client, from(address));
    expect((await exchanging(AWAY)).status).toBe(403);
    const token = await tokenOf(exchanging(HOME));
    expect((await ask('users/me', token, from(AWAY))).status).toBe(403);
    expect((await ask('users/me', token, from(HOME))).status).toBe(200);
  });

  it('does not bind the service that it called, whose own does, and which gets nothing for this server', async () => {
    const client = await listed({});
    const form = { grant_type: 'client_credentials', resource: ORDERS };
    const own = basic(client.clientId, client.clientSecret);
    const subject = await tokenOf(postForm(`${server.baseUrl}/oauth/token`, form, { ...own, ...from(HOME) }));
    expect((await exchange(subject, STOCK, orders, from(AWAY))).status).toBe(200);
    expect(await refusal(exchange(subject, server.baseUrl, orders, from(HOME)))).toEqual([400, 'invalid_target']);
    const service = await listed({});
    expect((await exchange(subject, STOCK, service, from(AWAY))).status).toBe(403);
    expect((await exchange(subject, STOCK, service, from(HOME))).status).toBe(200);
  });
});

describe('exchange_targets', () => {
  it('are set by administrators alone, and are registered APIs', async () => {
    const { json } = await member.api.post('applications', { name: 'Mine', scopes: ['read_items'] });
    const { id } = json as { id: string };
    const path = `applications/${id}`;
    expect((await member.api.patch(path, { exchange_targets: [STOCK] })).status).toBe(403);
    const body = { name: 'Other', scopes: ['read_items'], exchange_targets: [STOCK] };
    expect((await member.api.post('applications', body)).status).toBe(403);
    const given = await admin.api.patch(path, { exchange_targets: [STOCK] });
    expect(given.json).toMatchObject({ exchange_targets: [STOCK] });
    for (const target of [...thisServer(), 'https://nowhere.example.com', 'stock']) {
      const answer = await admin.api.patch(path, { exchange_targets: [target] });
      expect([target, answer.status]).toEqual([target, 400]);
      expect(answer.text).toContain('exchange_targets');
    }
  });

  it('lose an API that is deleted, so that the next to register its identifier gets nothing', async () => {
    const identifier = 'https://gone.example.com';
    const body = { identifier, name: 'Gone', scopes: [] };
    const { id } = (await admin.api.post('resources', body)).json as { id: string };
    const service = await addService({ exchangeTargets: [] });
    await admin.api.patch(`applications/${service.id}`, { exchange_targets: [identifier, STOCK] });
    const renamed = 'https://moved.example.com';
    expect((await admin.api.patch(`resources/${id}`, { identifier: renamed })).status).toBe(200);
    expect((await admin.api.get(`applications/${service.id}`)).json).toMatchObject({
      exchange_targets: [renamed, STOCK],
    });
    expect((await admin.api.delete(`resources/${id}`)).status).toBe(204);
    expect((await member.api.post('resources', { ...body, identifier: renamed })).status).toBe(201);
    expect(await refusal(exchange(await ofPerson(), renamed, service))).toEqual([400, 'invalid_target']);
  });

  describe('while another request is under way', () => {
    const targetsOf = async (path: string) =>
      ((await admin.api.get(path)).json as { exchange_targets: string[] }).exchange_targets;
    const registered = async (host: string) => {
      const identifier = `https://${host}.example.com`;
      const { json } = await member.api.post('resources', { identifier, name: 'An API', scopes: [] });
      return { identifier, path: `resources/${(json as { id: string }).id}` };
    };

    it.each([
      ['deleted', (path: string) => member.api.delete(path)],
      ['renamed', (path: string) => member.api.patch(path, { identifier: 'https://moved-on.example.com' })],
    ])('do not come back with an API that is %s when they are taken back', async (how, end) => {
      const { identifier, path } = await registered(`ending-${how}`);
      const service = await addService({ exchangeTargets: [identifier, STOCK] });
      const application = `applications/${service.id}`;
      const held = await holdRow(server.database, 'applications', { id: service.id });
      const taking = admin.api.patch(application, { exchange_targets: [] });
      await held.waiting(1);
      const ending = end(path);
      await held.waiting(2);
      await held.release();
      expect([(await taking).status, (await ending).status < 300]).toEqual([200, true]);
      expect(await targetsOf(application)).toEqual([]);
    });

    it('are none that is deleted after it was given', async () => {
      const { identifier, path } = await registered('given-first');
      const service = await addService({ exchangeTargets: [] });
      const application = `applications/${service.id}`;
      const held = await holdRow(server.database, 'applications', { id: service.id });
      const giving = admin.api.patch(application, { exchange_targets: [identifier] });
      await held.waiting(1);
      const deleting = member.api.delete(path);
      await Promise.race([deleting, held.waiting(2)]);
      await held.release();
      expect([(await giving).status, (await deleting).status]).toEqual([200, 204]);
      expect(await targetsOf(application)).toEqual([]);
    });

    it.each([
      ['changed', (path: string, given: object) => admin.api.patch(path, given)],
      [
        'made',
        (_: string, given: object) => admin.api.post('applications', { name: 'New', scopes: ['read_items'], ...given }),
      ],
    ])('are none whose deletion began before, of an application that is %s', async (how, give) => {
      const { identifier, path } = await registered(`deleted-before-${how}`);
      const service = await addService({ exchangeTargets: [] });
      const held = await holdRow(server.database, 'resources', { identifier });
      const deleting = member.api.delete(path);
      await held.waiting(1);
      const giving = give(`applications/${service.id}`, { exchange_targets: [identifier] });
      await Promise.race([giving, held.waiting(2)]);
      await held.release();
      expect([(await deleting).status, (await giving).status]).toEqual([204, 400]);
    });
  });

  it('and the identifiers of resources are never this server’s own APIs', async () => {
    for (const identifier of [...thisServer(), `${server.baseUrl}/api/v1/`]) {
      const answer = await member.api.post('resources', { identifier, name: 'Mine', scopes: [] });
      expect([identifier, answer.status]).toEqual([identifier, 400]);
    }
  });
});

/** An access token as this server could have signed it. */
async function issued(content: Partial<AccessTokenContent>): Promise<string> {
  const { iss, jti, iat, exp, ...rest } = claimsOf(await ofPerson());
  expect([iss, jti, iat, exp]).not.toContain(undefined);
  return server.app
    .get(AccessTokens, { strict: false })
    .issue({ ...(rest as unknown as AccessTokenContent), ...content }, 60);
}

/** A token for this server that a service has for one of an application, as it was exchanged in former versions. */
async function issuedToService(service: OAuthClient, client = front): Promise<string> {
  const { sub, epoch, scope } = claimsOf(await own(client)) as Record<string, string>;
  const content = {
    sub,
    aud: server.baseUrl,
    client_id: service.clientId,
    scope,
    epoch,
    act: { sub: service.clientId },
  };
  return server.app.get(AccessTokens, { strict: false }).issue(content as AccessTokenContent, 60);
}
