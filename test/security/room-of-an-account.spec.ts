// An attacker would gain the server's disk with one password: each sign-in, session, network and consent is a row, and
// an account that signs in by a script all day has as many as it likes. Each kind is bounded for each account; and a
// client that signs in for every call, which is an honest one, takes no room from the account's other clients.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { type Answer, call, postJson } from '../support/http.js';
import { administrator, newPerson, type Pair, type Person } from '../support/management.js';
import { RelyingParty } from '../support/relying-party.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';

const MOST = 5;
const DAY = 86_400;
const BUSY = '198.51.100.1';
const QUIET = '203.0.113.7';

const clock = new TestClock();
let server: Latchkey;

beforeAll(async () => {
  server = await startLatchkey({
    clock,
    settings: { TRUST_PROXY: '127.0.0.1', SIGN_INS_PER_ACCOUNT: String(MOST) },
  });
});
afterAll(() => server.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });

async function signIn({ email, password }: Person, address: string): Promise<Pair> {
  const answer = await postJson(`${server.baseUrl}/v1/auth/login`, { email, password }, from(address));
  expect(answer.status).toBe(200);
  return answer.json as Pair;
}

const refresh = ({ refresh_token }: Pair, address: string): Promise<Answer> =>
  postJson(`${server.baseUrl}/v1/auth/refresh`, { refresh_token }, from(address));

async function rowsOf(table: string, { id }: Person): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE user_id = $1`,
    [id],
  );
  return row!.count;
}

async function times<T>(number: number, act: (i: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let i = 0; i < number; i++) done.push(await act(i));
  return done;
}

/** Without the sign-in that made the person. */
async function newAccount(): Promise<Person> {
  const person = await newPerson(server, await administrator(server));
  await server.database.query('DELETE FROM sign_ins WHERE user_id = $1', [person.id]);
  return person;
}

describe('the sign-ins of one account', () => {
  it('are all good for a day, however many there are', async () => {
    const person = await newAccount();
    const pairs = await times(3 * MOST, () => signIn(person, BUSY));
    const statuses = await Promise.all(pairs.map(async (pair) => (await refresh(pair, BUSY)).status));
    expect(statuses).toEqual(pairs.map(() => 200));
  });

  it('are bounded after it: those go that were not used for the longest time', async () => {
    const person = await newAccount();
    const pairs = await times(MOST + 3, () => signIn(person, BUSY));
    clock.advance(DAY / 2);
    const kept = (await refresh(pairs[0]!, BUSY)).json as Pair;
    clock.advance(DAY);
    await signIn(person, BUSY);
    expect(await rowsOf('sign_ins', person)).toBe(MOST);
    expect((await refresh(pairs[1]!, BUSY)).status).toBe(401);
    expect((await refresh(pairs.at(-1)!, BUSY)).status).toBe(200);
    expect((await refresh(kept, BUSY)).status).toBe(200);
  });

  it('take no room from those of another address or application', async () => {
    const person = await newAccount();
    const quiet = await signIn(person, QUIET);
    const party = await RelyingParty.at(server, { firstParty: true });
    const { refresh_token } = await party.tokens(person);
    clock.advance(3600);
    await times(3 * MOST, () => signIn(person, BUSY));
    clock.advance(3 * DAY);
    await signIn(person, BUSY);
    expect(await rowsOf('sign_ins', person)).toBe(MOST);
    expect((await refresh(quiet, QUIET)).status).toBe(200);
    const answer = await party.token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });
    expect(answer.status).toBe(200);
  });

  it('go with a line in the audit trail, and no one else’s go', async () => {
    const [person, other] = [await newAccount(), await newAccount()];
    const untouched = await times(MOST + 2, () => signIn(other, BUSY));
    await times(MOST + 2, () => signIn(person, BUSY));
    clock.advance(2 * DAY);
    await signIn(person, BUSY);
    expect(await rowsOf('sign_ins', other)).toBe(untouched.length);
    const events = await server.database.query(
      `SELECT target_id, details FROM audit_events WHERE action = 'sign-in.make-room' AND target_id = ANY($1)`,
      [[person.id, other.id]],
    );
    expect(events).toEqual([{ target_id: person.id, details: { sign_ins: 3, most: MOST } }]);
  });
});

describe('what else the sign-ins of one account leave', () => {
  const session = async ({ email, password }: Person, address: string) => {
    const answer = await postJson(`${server.baseUrl}/v1/session/login`, { email, password }, from(address));
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    return { cookie: cookie.split(';')[0] ?? '' };
  };
  const statusOf = async (cookie: { cookie: string }) =>
    (await call(`${server.baseUrl}/api/v1/users/me`, { headers: cookie })).status;

  it('is no more sessions than the bound, the newest of each address first', async () => {
    const person = await newAccount();
    const quiet = await session(person, QUIET);
    clock.advance(60);
    const busy = await times(2 * MOST, async () => {
      clock.advance(1);
      return session(person, BUSY);
    });
    expect(await rowsOf('sessions', person)).toBe(MOST);
    expect(await statusOf(quiet)).toBe(200);
    expect(await statusOf(busy.at(-1)!)).toBe(200);
    expect(await statusOf(busy[0]!)).toBe(401);
  });

  it('is no more remembered networks and places than the bound', async () => {
    const person = await newAccount();
    await times(2 * MOST, (i) => session(person, `198.18.0.${String(i + 1)}`));
    await times(2 * MOST, (i) => signIn(person, `198.18.1.${String(i + 1)}`));
    expect(await rowsOf('known_networks', person)).toBeLessThanOrEqual(MOST);
    // a session adds its network and its browser
    expect(await rowsOf('known_places', person)).toBeLessThanOrEqual(MOST + 1);
  });

  it('is no more consents than a thousand, and those go on', async () => {
    const person = await newAccount();
    const party = await RelyingParty.at(server);
    const browser = new Browser(server.baseUrl);
    await party.authorize(person, {}, browser);
    await server.database.query(
      `WITH made AS (
         INSERT INTO applications (id, client_id, name, updated_at)
         SELECT gen_random_uuid(), 'consented ' || i, 'Consented', now() FROM generate_series(1, 999) AS i RETURNING id
       ) INSERT INTO consents (user_id, application_id, scopes) SELECT $1::uuid, id, '{openid}' FROM made`,
      [person.id],
    );
    const another = await RelyingParty.at(server);
    const page = await browser.open(another.request());
    const refused = await browser.submit(page, { decision: 'allow' });
    expect(refused.leftFor).toBeUndefined();
    expect(refused.text).toContain('take one back first');
    expect(await rowsOf('consents', person)).toBe(1000);
    expect((await party.authorize(person, { scope: 'openid read_items' }, browser)).searchParams.has('code')).toBe(
      true,
    );
  });
});

describe('what an account and its applications keep', () => {
  it('is no more than 500 entries on each whitelist', async () => {
    const person = await newPerson(server, await administrator(server));
    const made = await person.api.post('applications', { name: 'Notes', scopes: ['read_items'] });
    const { id } = made.json as { id: string };
    for (const [column, owner, path] of [
      ['user_id', person.id, 'ip-whitelist'],
      ['application_id', id, `applications/${id}/ip-whitelist`],
    ] as const) {
      await server.database.query(
        `INSERT INTO ip_entries (id, ${column}, cidr)
         SELECT gen_random_uuid(), $1, ('127.0.' || i / 256 || '.' || i % 256)::inet FROM generate_series(1, 500) AS i`,
        [owner],
      );
      const refused = await person.api.post(path, { cidr: '127.1.0.1' });
      expect([path, refused.status, refused.text]).toEqual([path, 409, expect.stringContaining('more than 500')]);
    }
  });

  it('is no more than 100 live API keys', async () => {
    const person = await newPerson(server, await administrator(server));
    await server.database.query(
      `INSERT INTO api_keys (id, user_id, name, secret_hash, hint, scopes)
       SELECT 'key_' || replace(gen_random_uuid()::text, '-', ''), $1, 'A key', uuid_send(gen_random_uuid()), 'hint', '{}'
         FROM generate_series(1, 100)`,
      [person.id],
    );
    expect((await person.api.post('api-keys', { name: 'One more', scopes: ['read_items'] })).status).toBe(409);
  });
});
