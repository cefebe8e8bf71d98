// An attacker would gain the server's disk, and with it its end: what requests without a proved credential leave in the
// store (audit events, pushed requests, device codes, used proofs, registrations) is bounded for a network and in all,
// in rows and in bytes, and others are served meanwhile.
import { randomBytes, randomUUID } from 'node:crypto';
import { register } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DpopKey } from '../support/dpop-key.js';
import { type Answer, basic, call, postForm, postJson } from '../support/http.js';
import { type Api, administrator } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { challengeOf, VERIFIER } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addSigningClient, assertionFields, type SigningClient } from '../support/signing-client.js';
import { TestClock } from '../support/test-clock.js';
import { addUser } from '../support/user.js';
import { eventually } from '../support/eventually.js';

const REDIRECT = 'https://rp.example/cb';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const MOST = 5;

/** A clock that stands still: counts per minute fall in one minute. */
class StandingClock extends TestClock {
  private time = super.now().getTime();

  override now(): Date {
    return new Date(this.time);
  }

  override advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

const clock = new StandingClock();
let server: Latchkey;
let api: Api;
let open: OAuthClient;
let owned: OAuthClient;
let networks = 0;

beforeAll(async () => {
  server = await startLatchkey({
    clock,
    settings: {
      TRUST_PROXY: '127.0.0.1',
      DYNAMIC_REGISTRATION: 'open',
      DPOP_NONCES: 'off',
      PUSHED_REQUESTS_PER_NETWORK: String(MOST),
      DEVICE_CODES_PER_NETWORK: String(MOST),
      USED_ASSERTIONS_PER_NETWORK: String(MOST),
      REGISTRATIONS: String(MOST),
    },
  });
  ({ api } = await administrator(server));
  const { id } = await addUser(server);
  const grantTypes = ['authorization_code', 'client_credentials', DEVICE_CODE];
  const row = { grantTypes, redirectUris: [REDIRECT] };
  open = await addApplication(server.database, { ...row, type: 'public', secret: null });
  owned = await addApplication(server.database, { ...row, ownerId: id });
});
afterAll(() => server.stop());

const at = (path: string) => `${server.baseUrl}${path}`;
const from = (address: string) => ({ 'x-forwarded-for': address });
/** A network that has left nothing behind. */
const elsewhere = () => `198.18.0.${String(++networks)}`;

async function times<T>(number: number, act: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < number; i++) results.push(await act());
  return results;
}

const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

function expectTooMany(answer: Answer): void {
  expect(answer.status).toBe(429);
  expect(answer.json).toEqual({
    error: 'temporarily_unavailable',
    error_description: expect.stringMatching(/^Too many requests; try again in \d+ seconds$/),
  });
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
}

async function countOf(table: string): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row!.count;
}

const PUSHED = {
  response_type: 'code',
  redirect_uri: REDIRECT,
  code_challenge: challengeOf(VERIFIER),
  code_challenge_method: 'S256',
};
const push = (address: string, more: Record<string, string> = {}) =>
  postForm(at('/oauth/par'), { ...PUSHED, client_id: open.clientId, ...more }, from(address));
const askForDevice = (address: string) =>
  postForm(at('/oauth/device_authorization'), { client_id: open.clientId }, from(address));

describe.each([
  ['pushed requests', 'pushed_requests', push, '/oauth/par', PUSHED, 201, 720],
  ['device codes', 'device_codes', askForDevice, '/oauth/device_authorization', {}, 200, 1310],
] as const)('%s', (_, table, ask, path, form, created, kept) => {
  it('of one network are bounded, and go on when they have gone', async () => {
    const address = elsewhere();
    const before = await countOf(table);
    const answers = await times(MOST + 3, () => ask(address));
    expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(created), 429, 429, 429]);
    answers.slice(MOST).forEach(expectTooMany);
    expect((await countOf(table)) - before).toBe(MOST);

    expect((await ask(elsewhere())).status).toBe(created);
    const proof = { ...basic(owned.clientId, owned.clientSecret), ...from(address) };
    expect((await postForm(at(path), form, proof)).status).toBe(created);

    clock.advance(kept);
    expect((await ask(address)).status).toBe(created);
  });
});

it('pushed requests are bounded in bytes, too', async () => {
  const address = elsewhere();
  const answers = await times(MOST, () => push(address, { state: 'x'.repeat(4000) }));
  expect(statuses(answers)).toEqual([201, 201, 429, 429, 429]);
  expect((await push(address)).status).toBe(201);
});

it('proofs of ever new keys from one network are bounded, and others are served', async () => {
  const url = at('/oauth/token');
  const redeem = async (address: string) => {
    const key = await DpopKey.make();
    const form = { grant_type: 'authorization_code', code: 'none', client_id: open.clientId };
    return postForm(url, form, {
      dpop: await key.proof('POST', url, { claims: { iat: clock.seconds() } }),
      ...from(address),
    });
  };
  const address = elsewhere();
  const answers = await times(MOST + 1, () => redeem(address));
  expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(400), 429]);
  expect(answers[0]!.json).toMatchObject({ error: 'invalid_grant' });
  expect((await redeem(elsewhere())).status).toBe(400);
  const honest = { ...basic(owned.clientId, owned.clientSecret), ...from(address) };
  expect((await postForm(url, { grant_type: 'client_credentials' }, honest)).status).toBe(200);
});

it('assertions of clients without an owner count for their network, however many clients there are', async () => {
  const introspect = async ({ key, clientId }: SigningClient, address: string) => {
    const [iat, exp] = [clock.seconds(), clock.seconds() + 60];
    const proof = await assertionFields(key, clientId, server.baseUrl, { iat, exp });
    return postForm(at('/oauth/introspect'), { token: 'x', ...proof }, from(address));
  };
  const address = elsewhere();
  const clients = await times(MOST + 1, () => addSigningClient(server.database));
  const answers: Answer[] = [];
  for (const client of clients) answers.push(await introspect(client, address));
  expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(200), 429]);
  expectTooMany(answers[MOST]!);

  expect((await introspect(clients[MOST]!, elsewhere())).status).toBe(200);
  const honest = await addSigningClient(server.database, { ownerId: (await addUser(server)).id });
  const honestly = await times(MOST + 1, () => introspect(honest, address));
  expect(statuses(honestly)).toEqual([...Array<number>(MOST).fill(200), 429]);
});

it('open registrations are bounded in all', async () => {
  const register_ = () => postJson(at('/oauth/register'), { redirect_uris: [REDIRECT] }, from(elsewhere()));
  const answers = await times(MOST + 1, register_);
  expect(statuses(answers)).toEqual([...Array<number>(MOST).fill(201), 429]);
  expectTooMany(answers[MOST]!);
});

describe('refusals', () => {
  const events = async (ip: string) => {
    const { json } = await api.get(`audit-events?outcome=refused&limit=200&ip=${ip}`);
    return (json as { data: { action: string; count: number; reason: string; details: unknown }[] }).data;
  };
  const sum = (rows: { count: number }[]) => rows.reduce((total, { count }) => total + count, 0);
  const refusalsToday = async () => {
    clock.advance(31); // statistics are kept for half a minute
    const { json } = await api.get('statistics?days=1');
    return (json as { days: { refusals: number }[] }).days[0]!.refusals;
  };
  const intoNextMinute = () => clock.advance(60 - (Math.floor(clock.now().getTime() / 1000) % 60));

  it('of made-up names are twenty examples and a count, and the statistics add it up', async () => {
    const address = elsewhere();
    const before = await refusalsToday();
    intoNextMinute();
    const name = () => `unknown-${randomBytes(8).toString('hex')}`;
    await times(60, () => call(at(`/oauth/authorize?client_id=${name()}`), { headers: from(address) }));
    await eventually(
      async () => sum(await events(address)),
      (value) => expect(value).toBe(60),
    );
    const rows = await events(address);
    expect(rows).toHaveLength(21);
    expect(rows.filter(({ action }) => action === 'refusal.fold')).toMatchObject([
      { count: 40, reason: expect.stringMatching(/^invalid_request: /), details: { network: address } },
    ]);
    const examples = rows.filter(({ action }) => action === 'GET /oauth/authorize');
    expect(examples).toHaveLength(20);
    expect(examples[0]!.details).toHaveProperty('steps');
    expect((await refusalsToday()) - before).toBeGreaterThanOrEqual(60);
  });

  it('are counted for each application there is, of any secret that is tried', async () => {
    const address = elsewhere();
    intoNextMinute();
    const guess = (id: string) =>
      postForm(
        at('/oauth/token'),
        { grant_type: 'client_credentials' },
        { ...basic(id, randomUUID()), ...from(address) },
      );
    await times(25, () => guess(owned.clientId));
    await times(25, () => guess(open.clientId));
    await eventually(
      async () => sum(await events(address)),
      (value) => expect(value).toBe(50),
    );
    expect(await events(address)).toHaveLength(42);
  });

  it('of callers that proved a credential are all kept', async () => {
    const address = elsewhere();
    intoNextMinute();
    const proof = { ...basic(owned.clientId, owned.clientSecret), ...from(address) };
    await times(30, () => postForm(at('/oauth/token'), { grant_type: 'client_credentials', scope: 'no_such' }, proof));
    await eventually(
      async () => (await events(address)).length,
      (value) => expect(value).toBe(30),
    );
    expect(sum(await events(address))).toBe(30);
  });
});

it('metrics show stored and refused rows', async () => {
  const text = await register.metrics();
  expect(text).toMatch(/latchkey_bounded_rows\{kind="pushed_requests"\} \d/);
  expect(text).toMatch(/latchkey_bounded_rows_refused_total\{kind="registrations",bound="\w+"\} \d/);
  expect(text).toMatch(/latchkey_refusals_folded_total [1-9]/);
});
