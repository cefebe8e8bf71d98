import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Answer, bearer, call, postForm, postJson } from '../support/http.js';
import { administrator, apiWith, newPerson, type Pair, type Person } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

const ISSUER = 'http://127.0.0.1:1';

let database: TestDatabase;
let latchkey: Latchkey;
let admin: Person;

beforeAll(async () => {
  database = await createDatabase();
  latchkey = await startLatchkey({ database, settings: { ISSUER } });
  admin = await administrator(latchkey);
});
afterAll(async () => {
  await latchkey.stop();
  await database.drop();
});

/** One way to sign in and to refresh, and how it says no. */
interface Way {
  name: string;
  refusal: number;
  signIn: (person: Person) => Promise<Pair>;
  refresh: (refreshToken: string, at?: Latchkey) => Promise<Answer>;
}

const pairOf = (answer: Answer): Pair => (answer.json as { data?: Pair }).data ?? (answer.json as Pair);

const FACES: Way[] = [
  {
    name: '/auth',
    refusal: 401,
    signIn: async ({ email, password }) =>
      pairOf(await postJson(`${latchkey.baseUrl}/auth/login`, { username: email, password })),
    refresh: (refresh_token, at = latchkey) => postJson(`${at.baseUrl}/auth/refresh`, { refresh_token }),
  },
  {
    name: '/v1/auth',
    refusal: 401,
    signIn: async ({ email, password }) =>
      pairOf(await postJson(`${latchkey.baseUrl}/v1/auth/login`, { email, password })),
    refresh: (refresh_token, at = latchkey) => postJson(`${at.baseUrl}/v1/auth/refresh`, { refresh_token }),
  },
  {
    name: '/api/v1/auth',
    refusal: 401,
    signIn: async ({ email, password }) =>
      pairOf(await postForm(`${latchkey.baseUrl}/api/v1/auth/password`, { username: email, password })),
    refresh: (refresh_token, at = latchkey) => postForm(`${at.baseUrl}/api/v1/auth/refresh`, { refresh_token }),
  },
];

async function oauthWay(): Promise<Way & { client: OAuthClient }> {
  const client = await addApplication(database);
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  return {
    name: '/oauth/token',
    client,
    refusal: 400,
    signIn: async ({ email, password }) => {
      const form = { grant_type: 'password', username: email, password, ...credentials };
      return pairOf(await postForm(`${latchkey.baseUrl}/oauth/token`, form));
    },
    refresh: (refresh_token, at = latchkey) =>
      postForm(`${at.baseUrl}/oauth/token`, { grant_type: 'refresh_token', refresh_token, ...credentials }),
  };
}

const WAYS: [string, () => Promise<Way>][] = [
  ...FACES.map((way): [string, () => Promise<Way>] => [way.name, () => Promise.resolve(way)]),
  ['/oauth/token', oauthWay],
];

const person = () => newPerson(latchkey, admin);
const statusOf = async (answer: Promise<Answer>) => (await answer).status;

describe.each(WAYS)('at %s', (_, findWay) => {
  let way: Way;
  beforeAll(async () => {
    way = await findWay();
  });

  it('fifty refreshes at once leave one live successor and one sign-in', async () => {
    const user = await person();
    const { refresh_token } = await way.signIn(user);
    const answers = await Promise.all(Array.from({ length: 50 }, () => way.refresh(refresh_token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const successors = new Set(answers.map((answer) => pairOf(answer).refresh_token));
    expect(successors.size).toBe(1);
    const rows = await database.query<{ generation: number }>(
      `SELECT generation FROM sign_ins s JOIN applications a ON a.id = s.application_id
        WHERE s.user_id = $1 AND a.client_id <> 'login-access-token'`,
      [user.id],
    );
    expect(rows).toEqual([{ generation: 1 }]);
    expect(await statusOf(way.refresh([...successors][0]!))).toBe(200);
  });

  it('reuse is noticed by every node, and after a restart', async () => {
    const { refresh_token: first } = await way.signIn(await person());
    const second = pairOf(await way.refresh(first)).refresh_token;
    const third = pairOf(await way.refresh(second)).refresh_token;
    const other = await startLatchkey({ database, settings: { ISSUER } });
    expect(await statusOf(way.refresh(first, other))).toBe(way.refusal);
    expect(await statusOf(way.refresh(third))).toBe(way.refusal);
    await other.stop();
    const restarted = await startLatchkey({ database, settings: { ISSUER } });
    for (const token of [first, second, third]) expect(await statusOf(way.refresh(token, restarted))).toBe(way.refusal);
    await restarted.stop();
  });

  it('reuse ends the access tokens too', async () => {
    const pair = await way.signIn(await person());
    const second = pairOf(await way.refresh(pair.refresh_token));
    const third = pairOf(await way.refresh(second.refresh_token));
    const alive = async (token: string) =>
      (await call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(token) })).status;
    expect(await alive(third.access_token)).not.toBe(401);
    await way.refresh(pair.refresh_token);
    for (const { access_token } of [pair, second, third]) expect(await alive(access_token)).toBe(401);
  });

  it.each<[string, (user: Person) => Promise<Answer>]>([
    ['was disabled', ({ id }) => admin.api.patch(`users/${id}`, { disabled: true })],
    ['was deleted', ({ id }) => admin.api.delete(`users/${id}`)],
    [
      'changed their password',
      ({ api, password }) =>
        api.put('users/me/password', { current_password: password, new_password: 'a new long password' }),
    ],
  ])('a person is refused a refresh who %s', async (_, act) => {
    const user = await person();
    const { refresh_token } = await way.signIn(user);
    expect(await statusOf(act(user))).toBeLessThan(300);
    expect(await statusOf(way.refresh(refresh_token))).toBe(way.refusal);
  });

  it('a refresh from an address that is not on the list is refused', async () => {
    const { api, ...user } = await person();
    const { refresh_token } = await way.signIn({ api, ...user });
    expect(await statusOf(api.post('ip-whitelist', { cidr: '203.0.113.0/24', force: true }))).toBe(201);
    expect(await statusOf(way.refresh(refresh_token))).toBe(403);
  });

  it('a revocation beats a refresh in flight', async () => {
    for (let race = 0; race < 10; race++) {
      const { access_token, refresh_token } = await way.signIn(await person());
      const { sid } = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { sid: string };
      const [refreshed, ended] = await Promise.all([way.refresh(refresh_token), admin.api.delete(`grants/${sid}`)]);
      expect(ended.status).toBe(204);
      if (refreshed.status === 200) {
        expect(await statusOf(way.refresh(pairOf(refreshed).refresh_token))).toBe(way.refusal);
      }
      expect(await statusOf(way.refresh(refresh_token))).toBe(way.refusal);
    }
  });

  it('a token of any other way in gets nothing and ends nothing', async () => {
    const { refresh_token } = await way.signIn(await person());
    const others = [...FACES.filter(({ name }) => name !== way.name), await oauthWay()];
    for (const other of others) expect(await statusOf(other.refresh(refresh_token))).toBe(other.refusal);
    const answer = await way.refresh(refresh_token);
    expect(answer.status).toBe(200);
    for (const other of others) expect(await statusOf(other.refresh(refresh_token))).toBe(other.refusal);
    expect(await statusOf(way.refresh(pairOf(answer).refresh_token))).toBe(200);
  });

  it.each([
    ['truncated', (token: string) => token.slice(0, -1)],
    ['extended', (token: string) => `${token}A`],
    ['altered at its beginning', (token: string) => token.replace('lkr_', 'lks_')],
    ['altered within', (token: string) => token.slice(0, 40) + (token[40] === 'A' ? 'B' : 'A') + token.slice(41)],
    ['altered at its end', (token: string) => token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')],
    ['in other case', (token: string) => token.toLowerCase()],
    ['with a space behind it', (token: string) => `${token} `],
    ['junk', () => 'junk'],
    ['sixteen kilobytes long', () => 'x'.repeat(16_000)],
  ])('a token that is %s fails, and leaves the genuine one valid', async (_, alter) => {
    const { refresh_token } = await way.signIn(await person());
    expect(await statusOf(way.refresh(alter(refresh_token)))).toBe(way.refusal);
    expect(await statusOf(way.refresh(refresh_token))).toBe(200);
  });
});

describe('an answer lost in sleep', () => {
  // A device that sleeps as it refreshes repeats the token hours later: a sign-out and a false alarm of theft otherwise.
  // What a thief gets: nothing more than the successor that the application already has; its first use ends both.
  it('an application that says nothing of reuse, and a registered one, wait until the successor was used', async () => {
    const made = await admin.api.post('applications', { name: 'Made', scopes: ['openid'] });
    expect(made.json).toMatchObject({ refresh_reuse: 'until_successor_used' });
    const columns = await database.query<{ column_default: string | null }>(
      `SELECT column_default FROM information_schema.columns WHERE table_name = 'applications' AND column_name = 'refresh_reuse'`,
    );
    expect(columns).toEqual([{ column_default: null }]);
    const built = await database.query<{ refresh_reuse: number | null }>(
      'SELECT DISTINCT refresh_reuse FROM applications WHERE built_in',
    );
    expect(built).toEqual([{ refresh_reuse: null }]);
  });

  it('the migration moves the old default, and nothing that was chosen', async () => {
    const policies = [30, 0, 29, null];
    const kept = await Promise.all(policies.map((refreshReuse) => addApplication(database, { refreshReuse })));
    const folder = 'prisma/migrations/20261128130000_refresh_reuse_default';
    await database.query(await readFile(`${folder}/migration.sql`, 'utf8'));
    const rows = await database.query<{ id: string; refresh_reuse: number | null }>(
      'SELECT id, refresh_reuse FROM applications WHERE id = ANY($1)',
      [kept.map(({ id }) => id)],
    );
    const after = kept.map(({ id }) => rows.find((row) => row.id === id)?.refresh_reuse);
    expect(after).toEqual([null, 0, 29, null]);
  });
});

describe('an OAuth application', () => {
  it.each<[string, (client: OAuthClient) => Promise<Answer>, number]>([
    ['that is disabled', ({ id }) => admin.api.patch(`applications/${id}`, { disabled: true }), 401],
    ['that is deleted', ({ id }) => admin.api.delete(`applications/${id}`), 401],
    [
      'that may no longer refresh',
      ({ id }) => admin.api.patch(`applications/${id}`, { grant_types: ['password'] }),
      400,
    ],
  ])('%s refreshes nothing', async (_, act, refusal) => {
    const way = await oauthWay();
    const { refresh_token } = await way.signIn(await person());
    expect(await statusOf(act(way.client))).toBeLessThan(300);
    expect(await statusOf(way.refresh(refresh_token))).toBe(refusal);
  });

  it('that lost a scope gives it to no refreshed token', async () => {
    const way = await oauthWay();
    const { refresh_token } = await way.signIn(await person());
    expect(await statusOf(admin.api.patch(`applications/${way.client.id}`, { scopes: ['public'] }))).toBe(200);
    const { access_token } = pairOf(await way.refresh(refresh_token));
    const { scope } = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { scope: string };
    expect(scope).toBe('public');
  });
});

describe('a refresh token', () => {
  it('opens no API', async () => {
    const { refresh_token } = await FACES[0]!.signIn(await person());
    expect(await statusOf(apiWith(latchkey, bearer(refresh_token)).get('users/me'))).toBe(401);
    expect(await statusOf(apiWith(latchkey, { 'x-api-key': refresh_token }).get('users/me'))).toBe(401);
    expect(
      await statusOf(apiWith(latchkey, { cookie: `${latchkey.cookies.session}=${refresh_token}` }).get('users/me')),
    ).toBe(401);
  });

  it('is nowhere in the database', async () => {
    const { refresh_token } = await FACES[0]!.signIn(await person());
    const successor = pairOf(await FACES[0]!.refresh(refresh_token)).refresh_token;
    const tables = await database.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const token of [refresh_token, successor]) {
      const secret = Buffer.from(token.slice(4), 'base64url').subarray(20, 52);
      for (const { name } of tables) {
        const found = await database.query(
          `SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0`,
          [token, secret.toString('hex')],
        );
        expect([name, found.length]).toEqual([name, 0]);
      }
    }
  });
});
