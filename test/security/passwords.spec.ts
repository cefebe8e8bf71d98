import { createHash } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import * as argon2 from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HashThreads } from '../../src/auth/password/hash-threads.js';
import { PasswordCost } from '../../src/auth/password/password-cost.js';
import { PasswordHasher } from '../../src/auth/password/password-hasher.js';
import { detail, envelope } from '../faces/dialects.js';
import { leastCost } from '../support/cost.js';
import { type Answer, call, postForm, postJson } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { claimsOf } from '../support/relying-party.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { addUser, type TestUser } from '../support/user.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

/** What the threads that hash are asked, while they do it. */
const asked = jest.spyOn(HashThreads.prototype, 'run');
const askedTo = (what: 'hash' | 'verify') =>
  asked.mock.calls.map(([task]) => task).filter((task) => ('hash' in task ? 'verify' : 'hash') === what) as {
    hash?: string;
  }[];

describe('passwords', () => {
  let latchkey: Latchkey;
  let app: OAuthClient;
  const url = (path: string) => `${latchkey.baseUrl}${path}`;
  const login = (username: string, password: string) => postJson(url('/auth/login'), { username, password });
  const status = async (username: string, password: string) => (await login(username, password)).status;

  beforeAll(async () => {
    // the limits on attempts are the business of another suite
    const unlimited = {
      ATTEMPTS_PER_ACCOUNT_AND_NETWORK: '100000',
      ATTEMPTS_PER_ACCOUNT: '100000',
      ATTEMPTS_PER_NETWORK: '100000',
      TRUST_PROXY: '127.0.0.1',
    };
    latchkey = await startLatchkey({ settings: unlimited, passwordCost: new PasswordCost() });
    app = await addApplication(latchkey.database);
    await login('unknown', 'warms the decoy up');
  });
  beforeEach(() => {
    asked.mockClear();
  });
  afterAll(() => latchkey.stop());

  describe('an unknown user, a wrong password and a disabled user', () => {
    let user: TestUser;
    let disabled: TestUser;
    beforeAll(async () => {
      user = await addUser(latchkey);
      disabled = await addUser(latchkey, { disabled: true });
    });
    const cases = (): Record<string, [string, string]> => ({
      'unknown user': ['unknown@example.com', 'a password'],
      'unknown user name': ['unknown', 'a password'],
      'wrong password': [user.email, 'a password'],
      'disabled user': [disabled.email, 'a password'],
      'disabled user, right password': [disabled.email, disabled.password],
    });

    it('cost one verification each, against hashes of the same cost', async () => {
      const cost = (hash: string) => /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/.exec(hash)?.[0];
      const costs = new Set<string | undefined>();
      for (const [name, [username, password]] of Object.entries(cases())) {
        asked.mockClear();
        expect(envelope(await login(username, password), 401)).toBe('Invalid credentials');
        const [verification, ...others] = askedTo('verify');
        expectOf(name, others).toEqual([]);
        costs.add(cost(verification?.hash ?? ''));
      }
      expect([...costs]).toEqual(['$argon2id$v=19$m=19456,t=2,p=1$']);
      expect(askedTo('hash')).toEqual([]);
    });

    it('cost one verification each in the password grant, and look the same', async () => {
      const answers = new Set<string>();
      for (const [username, password] of Object.values(cases())) {
        asked.mockClear();
        const client = { client_id: app.clientId, client_secret: app.clientSecret };
        answers.add(
          (await postForm(url('/oauth/token'), { grant_type: 'password', username, password, ...client })).text,
        );
        expect(askedTo('verify')).toHaveLength(1);
      }
      expect(answers.size).toBe(1);
    });

    it('take the same time', async () => {
      const times = Object.values(cases()).map(([username, password]) => ({
        username,
        password,
        took: [] as number[],
      }));
      for (let round = 0; round < 15; round++) {
        for (const { username, password, took } of times) {
          took.push(await leastCost(() => login(username, password), 1));
        }
      }
      const best = times.map(({ took }) => Math.min(...took));
      // a missing verification would be a factor of five to ten; the rest is the machine's business
      expect(Math.max(...best) / Math.min(...best)).toBeLessThan(2);
    });
  });

  it('let people who log in at the same moment in as themselves, and never as another', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => addUser(latchkey)));
    const attempts = await Promise.all(
      people.flatMap(({ email, password }) => [login(email, password), login(email, 'not the password')]),
    );
    expect(attempts.map((answer) => answer.status)).toEqual(people.flatMap(() => [200, 401]));
    for (const [i, { id }] of people.entries()) {
      const { data } = attempts[2 * i]?.json as { data: { access_token: string } };
      expect(claimsOf(data.access_token).sub).toBe(id);
    }
  });

  describe('are never truncated', () => {
    it('by length', async () => {
      const long = `${'0123456789'.repeat(102)}abcd`;
      expect(long).toHaveLength(1024);
      const user = await addUser(latchkey, { password: long });
      expect(await status(user.email, long)).toBe(200);
      for (const cut of [1023, 512, 256, 128, 73, 72, 71]) {
        expectOf(String(cut), await status(user.email, long.slice(0, cut))).toBe(401);
      }
      expect(await status(user.email, `${long.slice(0, 1023)}e`)).toBe(401);
    });

    it('in any alphabet, or at a space', async () => {
      const password = ` pässwörd 密码 🔑🔑🔑 ${'🔑'.repeat(200)} `;
      const user = await addUser(latchkey, { password });
      expect(await status(user.email, password)).toBe(200);
      expect((await postForm(url('/api/v1/auth/password'), { username: user.email, password })).status).toBe(200);
      for (const other of [password.trim(), password.toUpperCase(), `${password} `, password.replace('🔑', '')]) {
        expect(await status(user.email, other)).toBe(401);
      }
    });
  });

  it('are one however their characters were typed (NFKC)', async () => {
    const user = await addUser(latchkey, { password: 'Ångström ﬁnance Ⅷ １２３ é' });
    expect(await status(user.email, 'Ångström ﬁnance Ⅷ １２３ é'.normalize('NFD'))).toBe(200);
    expect(await status(user.email, 'Ångström ﬁnance Ⅷ １２３ é'.normalize('NFKC'))).toBe(200);
    expect(await status(user.email, 'Ångström finance VIII 123 é')).toBe(200);
    expect(await status(user.email, 'Angstrom finance VIII 123 e')).toBe(401);
  });

  it('of a megabyte, or of more than 1024 characters, are refused before hashing', async () => {
    const huge = 'x'.repeat(1_000_000);
    envelope(await login(ADMINISTRATOR.email, huge), 413);
    detail(await postForm(url('/api/v1/login/access-token'), { username: ADMINISTRATOR.email, password: huge }), 413);
    for (const length of [1025, 16_384, 60_000]) {
      expect(envelope(await login(ADMINISTRATOR.email, 'x'.repeat(length)), 400)).toMatch(/^password: is longer than/);
    }
    expect(askedTo('verify')).toEqual([]);
  });

  it('in a form that no page of ours sent are refused before hashing', async () => {
    // a page of another site could otherwise use up the attempts of the accounts its visitors name, from their networks
    const { email: username, password } = ADMINISTRATOR;
    for (const path of ['/interaction/sign-in', '/device/sign-in']) {
      for (const csrf of ['', 'A'.repeat(43)]) {
        const answer = await postForm(url(path), { csrf, ticket: 'x', username, password });
        expect(answer.status).toBe(403);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
      expect((await postJson(url(path), { ticket: 'x', username, password })).status).toBe(415);
      expect((await postForm(url(`${path}?username=x`), { ticket: 'x', username, password })).status).toBe(400);
    }
    expect(askedTo('verify')).toEqual([]);
  });

  it('that expand when they are normalized cost no more than others', async () => {
    const expanding = 'ﷺ'.repeat(1024); // one character becomes eighteen
    const costOf = (password: string) =>
      leastCost(async () => envelope(await login(ADMINISTRATOR.email, password), 401), 3);
    expect((await costOf(expanding)) / (await costOf('x'.repeat(1024)))).toBeLessThan(3);
  });

  it('with NUL or lone surrogates are refused before hashing, in every spelling', async () => {
    const user = await addUser(latchkey, { password: 'before' });
    const json = (literal: string) =>
      postJson(url('/auth/login'), `{"username":"${user.email}","password":"${literal}"}`);
    for (const literal of ['before\\u0000after', '\\u0000', 'a\\ud83d', '\\udd11b', '\\udd11\\ud83d']) {
      envelope(await json(literal), 400);
    }
    const form = (value: string) =>
      postForm(url('/api/v1/login/access-token'), `username=${encodeURIComponent(user.email)}&password=${value}`);
    for (const value of ['before%00after', '%00', '%ED%A0%BD', '%ED%A0%BD%ED%B4%91', '%F0%9F%94']) {
      detail(await form(value), 400);
    }
    expect(askedTo('verify')).toEqual([]);
    expect(await status(user.email, 'before')).toBe(200);
  });

  it('hashed at a lower cost than today’s are hashed again at the next login, and stay what they were', async () => {
    const user = await addUser(latchkey, { password: 'from years ago' });
    const weak = await argon2.hash('from years ago', { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await latchkey.database.query('UPDATE users SET password_hash = $1 WHERE id = $2', [weak, user.id]);
    expect(await status(user.email, 'from years ago')).toBe(200);
    const [row] = await latchkey.database.query<{ password_hash: string }>(
      'SELECT password_hash FROM users WHERE id = $1',
      [user.id],
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await status(user.email, 'from years ago')).toBe(200);
    expect(await status(user.email, 'something else')).toBe(401);
  });

  it('typed where a name belongs are kept nowhere, and an unknown login is still recognized', async () => {
    const typed = 'Correct Horse 7';
    // a network of its own: of one network's refusals only so many are kept whole in a minute
    const from = { 'x-forwarded-for': '203.0.113.9' };
    const stored = () =>
      latchkey.database.query<{ text: string; actor_id: string | null }>(
        `SELECT row_to_json(e)::text AS text, actor_id FROM audit_events e WHERE actor_type = 'anonymous'
         UNION ALL SELECT row_to_json(a)::text, NULL FROM attempts a`,
      );
    const marks = async () =>
      (await stored()).filter(({ text }) => text.includes('no such user')).map(({ actor_id }) => actor_id);
    const before = new Set(await marks());
    await postJson(url('/auth/login'), { username: typed, password: 'x' }, from);
    await postForm(url('/api/v1/login/access-token'), { username: ` ${typed} `, password: 'x' }, from);
    await postJson(url('/v1/session/login'), { email: typed, password: 'x' }, from);
    // refusals are written a moment later, those of other tests among them
    const oftenest = async () => {
      const fresh = (await marks()).filter((mark) => !before.has(mark));
      return Math.max(0, ...fresh.map((mark) => fresh.filter((other) => other === mark).length));
    };
    await eventually(oftenest, (value) => expect(value).toBe(3));
    const hash = createHash('sha256').update(typed.toLowerCase()).digest();
    for (const { text } of await stored()) {
      expect(text.toLowerCase()).not.toContain(typed.toLowerCase());
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(text).not.toContain(hash.toString(encoding));
    }
  });

  describe('a flood of logins', () => {
    const FLOOD = 120;

    it('leaves refresh and introspection responsive', async () => {
      const client = { client_id: app.clientId, client_secret: app.clientSecret };
      const user = await addUser(latchkey);
      const signedIn = await postForm(url('/oauth/token'), {
        grant_type: 'password',
        username: user.email,
        password: user.password,
        ...client,
      });
      let tokens = signedIn.json as { access_token: string; refresh_token: string };
      let served = 0;
      const flood = Promise.all(
        Array.from({ length: FLOOD }, async (_, i) => {
          const { status } = await login(`flood-${String(i)}`, 'x');
          served++;
          return status;
        }),
      );
      /** How many logins were served during each of the other requests. */
      const waitedFor: number[] = [];
      const timed = async (request: Promise<Answer>): Promise<Answer> => {
        const before = served;
        const answer = await request;
        expectOf(answer.text, answer.status).toBe(200);
        waitedFor.push(served - before);
        return answer;
      };
      for (let round = 0; round < 30; round++) {
        const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...client };
        tokens = (await timed(postForm(url('/oauth/token'), refresh))).json as typeof tokens;
        await timed(postForm(url('/oauth/introspect'), { token: tokens.access_token, ...client }));
      }
      // one that waited for its turn in the queue would wait for nearly all of them
      expect(Math.max(...waitedFor)).toBeLessThan(FLOOD / 2);
      expect(new Set(await flood)).toEqual(new Set([401]));
    });

    it('is told to come back when more wait than can be served', async () => {
      const hasher = latchkey.app.get(PasswordHasher, { strict: false });
      // a queue of these is over soon, however little of the processor the threads get
      const quick = await argon2.hash('another', { memoryCost: 64, timeCost: 1, parallelism: 1 });
      let isOver = false;
      // each caller repeats when it is served or refused, so that the queue is full at nearly all times
      const crowd = Array.from({ length: 600 }, async (_, i) => {
        while (!isOver) await hasher.verify(quick, 'x', `network ${String(i)}`).catch(() => turnOfTheLoop());
      });
      let refused = await login('one more', 'x');
      for (let i = 0; refused.status !== 503; i++) refused = await login(`one more, the ${String(i)}th`, 'x');
      expect(envelope(refused, 503)).toMatch(/try again/);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await call(url('/health/live'))).status).toBe(200);
      isOver = true;
      await Promise.all(crowd);
      expect(await status(ADMINISTRATOR.email, ADMINISTRATOR.password)).toBe(200);
    });
  });
});
