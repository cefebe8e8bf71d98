// An attacker would gain the server's disk and memory with a credential that costs nothing: a client that registered
// itself, or one account with its applications. What each of them leaves behind (audit events, revocations, rows of its own) is bounded, and
// others are served meanwhile.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm } from '../support/http.js';
import { administrator, newPerson, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser } from '../support/user.js';
import { eventually } from '../support/eventually.js';

const REDIRECT = 'https://rp.example/cb';
const MOST = 5;

const clock = new TestClock();
let server: Latchkey;
let admin: Person;
let owner: Person;
let owned: OAuthClient;
let networks = 0;

beforeAll(async () => {
  server = await startLatchkey({
    clock,
    settings: {
      TRUST_PROXY: '127.0.0.1',
      DYNAMIC_REGISTRATION: 'open',
      BRANDS_PER_MEMBER: '2',
      RESOURCES_PER_MEMBER: '2',
      REFUSALS_PER_ACCOUNT: String(MOST),
      WRITES_PER_MEMBER: '8',
      CLIENT_WRITES_PER_NETWORK: String(MOST),
      REVOKED_TOKENS_PER_APPLICATION: String(MOST),
      REVOKED_TOKENS_PER_ACCOUNT: '8',
      REVOKED_TOKENS: '20',
    },
  });
  admin = await administrator(server);
  owner = await newPerson(server, admin);
  owned = await addApplication(server.database, { ownerId: owner.id, grantTypes: ['client_credentials'] });
});
afterAll(() => server.stop());

interface Registered {
  client_id: string;
  client_secret: string;
  registration_access_token: string;
}

const at = (path: string) => `${server.baseUrl}${path}`;
const from = (address: string) => ({ 'x-forwarded-for': address });
const elsewhere = () => `198.18.1.${String(++networks)}`;

async function times(number: number, act: () => Promise<Answer>): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < number; i++) answers.push((await act()).status);
  return answers;
}

async function registered(address: string): Promise<Registered> {
  const answer = await call(at('/oauth/register'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...from(address) },
    body: JSON.stringify({ redirect_uris: [REDIRECT] }),
  });
  expect(answer.status).toBe(201);
  return answer.json as Registered;
}

const proofOf = ({ client_id, client_secret }: Registered, address: string) => ({
  ...basic(client_id, client_secret),
  ...from(address),
});

/** Rows, and how many refusals they stand for. */
async function eventsOf(condition: string, value: string): Promise<{ rows: number; stood: number }> {
  const [row] = await server.database.query<{ rows: number; stood: number }>(
    `SELECT count(*)::int AS rows, coalesce(sum(count), 0)::int AS stood FROM audit_events WHERE ${condition} = $1`,
    [value],
  );
  return row!;
}

describe('a client that registered itself', () => {
  it('has its refusals counted after the first twenty, for it answers for no account', async () => {
    const address = elsewhere();
    const client = await registered(address);
    const redeem = () =>
      postForm(at('/oauth/token'), { grant_type: 'authorization_code', code: 'none' }, proofOf(client, address));
    expect(await times(100, redeem)).toEqual(Array<number>(100).fill(400));
    await eventually(
      async () => (await eventsOf('client_id', client.client_id)).stood,
      (value) => expect(value).toBeGreaterThanOrEqual(100),
    );
    // its registration, and the examples and the count of a minute, or of two
    expect((await eventsOf('client_id', client.client_id)).rows).toBeLessThanOrEqual(1 + 2 * 21);
  });

  it('revokes everything only so often', async () => {
    const address = elsewhere();
    const client = await registered(address);
    const revoke = () => postForm(at('/oauth/revoke'), {}, proofOf(client, address));
    expect(await times(MOST + 2, revoke)).toEqual([...Array<number>(MOST).fill(200), 429, 429]);
  });

  it('changes its registration only so often', async () => {
    const address = elsewhere();
    const client = await registered(address);
    let changes = 0;
    const change = () =>
      call(at(`/oauth/register/${client.client_id}`), {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...bearer(client.registration_access_token), ...from(address) },
        body: JSON.stringify({ client_id: client.client_id, redirect_uris: [`${REDIRECT}/${String(++changes)}`] }),
      });
    expect(await times(MOST + 2, change)).toEqual([...Array<number>(MOST).fill(200), 429, 429]);
  });
});

async function tokenOf({ clientId, clientSecret }: OAuthClient): Promise<string> {
  const proof = basic(clientId, clientSecret);
  const answer = await postForm(at('/oauth/token'), { grant_type: 'client_credentials' }, proof);
  return (answer.json as { access_token: string }).access_token;
}

const revokes = ({ clientId, clientSecret }: OAuthClient, token: string) =>
  postForm(at('/oauth/revoke'), { token }, basic(clientId, clientSecret));

const revokesFresh = (number: number, client: OAuthClient) =>
  times(number, async () => revokes(client, await tokenOf(client)));

describe('an application', () => {
  it('that revokes one access token again and again leaves one revocation, and is answered as before', async () => {
    const one = await tokenOf(owned);
    expect(await times(4, () => revokes(owned, one))).toEqual([200, 200, 200, 200]);
    expect(await eventsOf(`action = 'access-token.revoke' AND client_id`, owned.clientId)).toMatchObject({ rows: 1 });
  });

  it('has no more access tokens revoked one by one than every node can remember', async () => {
    expect(await revokesFresh(MOST, owned)).toEqual([...Array<number>(MOST - 1).fill(200), 429]);
  });
});

describe('a member', () => {
  it('has refusals counted beyond those that are kept of an account in a day', async () => {
    const person = await newPerson(server, admin);
    const counted = async () => {
      const [row] = await server.database.query<{ sum: number }>(
        `SELECT coalesce(sum(count), 0)::int AS sum FROM audit_events
          WHERE action = 'refusal.fold' AND reason ~ '^(access_denied|insufficient_scope)'`,
      );
      return row!.sum;
    };
    expect(await times(MOST + 10, () => person.api.get('users'))).toEqual(Array<number>(MOST + 10).fill(403));
    await eventually(counted, (value) => expect(value).toBe(10));
    expect((await eventsOf(`outcome = 'refused' AND actor_id`, person.id)).rows).toBe(MOST);
  });

  it('owns no more brands, and no more resources, than a member may; an administrator does', async () => {
    const person = await newPerson(server, admin);
    let made = 0;
    const brand = ({ api }: Person) => api.post('brands', { name: `Brand ${String(++made)}` });
    const resource = ({ api }: Person) =>
      api.post('resources', { identifier: `https://api${String(++made)}.example`, name: 'API', scopes: [] });
    expect(await times(3, () => brand(person))).toEqual([201, 201, 409]);
    expect(await times(3, () => resource(person))).toEqual([201, 201, 409]);
    expect((await brand(person)).json).toMatchObject({
      errors: [{ field: 'brands', message: 'you own 2 already, the most a member may have; delete one first' }],
    });
    expect(await times(3, () => brand(admin))).toEqual([201, 201, 201]);
    expect(await times(3, () => resource(admin))).toEqual([201, 201, 201]);
  });

  it('changes only so much in a day, may read on, and leaves others their own', async () => {
    const [person, other] = [await newPerson(server, admin), await newPerson(server, admin)];
    const rename = ({ api }: Person) => api.patch('users/me', { name: `Ada ${String(++networks)}` });
    expect(await times(10, () => rename(person))).toEqual([...Array<number>(8).fill(200), 429, 429]);
    const refused = await rename(person);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await person.api.get('users/me')).status).toBe(200);
    expect((await rename(other)).status).toBe(200);
    expect(await times(10, () => rename(admin))).toEqual(Array<number>(10).fill(200));
  });
});

describe('access tokens revoked one by one', () => {
  const applicationOf = (ownerId: string | null) =>
    addApplication(server.database, { ownerId, grantTypes: ['client_credentials', 'password'], accessTokenTtl: 60 });

  it('are bounded for an owner, over all applications and for a day', async () => {
    const { id } = await newPerson(server, admin);
    const [one, other] = [await applicationOf(id), await applicationOf(id)];
    expect(await revokesFresh(MOST + 1, one)).toEqual([...Array<number>(MOST).fill(200), 429]);
    expect(await revokesFresh(5, other)).toEqual([200, 200, 200, 429, 429]);
    // the tokens have expired, the audit events have not
    clock.advance(5 * 3600);
    expect(await revokesFresh(2, one)).toEqual([429, 429]);
    clock.advance(22 * 3600);
    expect(await revokesFresh(1, one)).toEqual([200]);
  });

  it('are bounded for a person, or a network, at applications without an owner', async () => {
    const person = await addUser(server);
    const clients = [await applicationOf(null), await applicationOf(null)];
    const signedIn = async (client: OAuthClient, { email, password }: typeof person) => {
      const form = { grant_type: 'password', username: email, password };
      const answer = await postForm(at('/oauth/token'), form, basic(client.clientId, client.clientSecret));
      return revokes(client, (answer.json as { access_token: string }).access_token);
    };
    expect(await times(MOST, () => signedIn(clients[0]!, person))).toEqual(Array<number>(MOST).fill(200));
    expect(await times(4, () => signedIn(clients[1]!, person))).toEqual([200, 200, 200, 429]);
    const other = await addUser(server);
    expect((await signedIn(clients[1]!, other)).status).toBe(200);

    // for themselves, they count for their network
    clients.push(await applicationOf(null), await applicationOf(null));
    expect(await revokesFresh(MOST, clients[2]!)).toEqual(Array<number>(MOST).fill(200));
    expect(await revokesFresh(4, clients[3]!)).toEqual([200, 200, 200, 429]);
  });

  it('are bounded in all', async () => {
    clock.advance(27 * 3600);
    const answers: number[] = [];
    for (let i = 0; i < 5; i++) {
      const { id } = await addUser(server);
      answers.push(...(await revokesFresh(MOST, await applicationOf(id))));
    }
    expect(answers).toEqual([...Array<number>(20).fill(200), ...Array<number>(5).fill(429)]);
  });
});
