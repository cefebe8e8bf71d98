// Who gets past these limits guesses passwords as fast as the server hashes; who sees them differ between a name that has an
// account and one that has none collects the names, and with a shared network those that sign in from it.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PasswordHasher } from '../../src/auth/password/password-hasher.js';
import { horizonsOf } from '../../src/operations/housekeeping/housekeeper.js';
import { Housekeeping } from '../../src/operations/housekeeping/housekeeping.js';
import { type Dialect, detail, envelope, oauth, problem } from '../faces/dialects.js';
import { type Answer, postForm, postJson } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { addUser } from '../support/user.js';

const TOO_MANY = /Too many failed attempts; try again in \d+ seconds$/;

describe('attempts at passwords', () => {
  let latchkey: Latchkey;
  let app: OAuthClient;
  let addresses = 0;

  // the tests stand behind a proxy, so that they may come from anywhere
  const settings = { TRUST_PROXY: '127.0.0.1' };
  const from = (address: string) => ({ 'x-forwarded-for': address });
  /** An address without earlier requests. */
  const elsewhere = () => `198.18.${String(++addresses >> 8)}.${String(addresses & 255)}`;

  interface Face {
    login: (username: string, password: string, address: string, server?: Latchkey) => Promise<Answer>;
    dialect: Dialect;
    /** The status of a wrong password. */
    wrong: number;
  }
  const faces: Record<string, Face> = {
    '/api/v1/login/access-token': {
      login: (username, password, address, { baseUrl } = latchkey) =>
        postForm(`${baseUrl}/api/v1/login/access-token`, { username, password }, from(address)),
      dialect: detail,
      wrong: 401,
    },
    '/auth/login': {
      login: (username, password, address, { baseUrl } = latchkey) =>
        postJson(`${baseUrl}/auth/login`, { username, password }, from(address)),
      dialect: envelope,
      wrong: 401,
    },
    '/v1/auth/login': {
      login: (email, password, address, { baseUrl } = latchkey) =>
        postJson(`${baseUrl}/v1/auth/login`, { email, password }, from(address)),
      dialect: problem,
      wrong: 401,
    },
    '/v1/session/login': {
      login: (email, password, address, { baseUrl } = latchkey) =>
        postJson(`${baseUrl}/v1/session/login`, { email, password }, from(address)),
      dialect: problem,
      wrong: 401,
    },
    '/api/v1/auth/password': {
      login: (username, password, address, { baseUrl } = latchkey) =>
        postForm(`${baseUrl}/api/v1/auth/password`, { username, password }, from(address)),
      dialect: problem,
      wrong: 401,
    },
    '/oauth/token': {
      login: (username, password, address, { baseUrl } = latchkey) => {
        const client = { client_id: app.clientId, client_secret: app.clientSecret };
        return postForm(
          `${baseUrl}/oauth/token`,
          { grant_type: 'password', username, password, ...client },
          from(address),
        );
      },
      dialect: oauth,
      wrong: 400,
    },
  };
  const all = Object.entries(faces);
  const { '/auth/login': auth, '/v1/auth/login': v1 } = faces as { '/auth/login': Face; '/v1/auth/login': Face };

  async function fail(face: Face, username: string, address: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      face.dialect(await face.login(username, `wrong ${String(i)}`, address), face.wrong);
    }
  }

  function expectTooMany(answer: Answer, dialect: Dialect, window = 900): void {
    expect(dialect(answer, 429)).toMatch(TOO_MANY);
    const retryAfter = Number(answer.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(window);
  }

  beforeAll(async () => {
    latchkey = await startLatchkey({ settings });
    app = await addApplication(latchkey.database);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => latchkey.stop());

  for (const [name, face] of all) {
    it(`ten failures at ${name} close every face to that account from that network, before any hashing`, async () => {
      const [user, address] = [await addUser(latchkey), elsewhere()];
      await fail(face, user.email, address, 10);
      const hashing = jest.spyOn(latchkey.app.get(PasswordHasher, { strict: false }), 'verify');
      for (const [, other] of all) {
        expectTooMany(await other.login(user.email, user.password, address), other.dialect);
      }
      expect(hashing).not.toHaveBeenCalled();
    });
  }

  it('failures at different faces, under e-mail address and user name, are one count', async () => {
    const [user, address] = [await addUser(latchkey, { username: 'one-count' }), elsewhere()];
    for (const [, face] of all.slice(0, 5)) {
      await fail(face, user.email, address, 1);
      await fail(face, 'ONE-count', address, 1);
    }
    for (const [, face] of all) expectTooMany(await face.login('one-count', user.password, address), face.dialect);
  });

  it('a made-up account is closed like a real one', async () => {
    const address = elsewhere();
    await fail(auth, 'no-such-name', address, 10);
    expectTooMany(await auth.login('no-such-name', 'x', address), envelope);
  });

  it('parallel guesses cannot slip past the counter, whichever faces they use', async () => {
    const [user, address] = [await addUser(latchkey), elsewhere()];
    const hashing = jest.spyOn(latchkey.app.get(PasswordHasher, { strict: false }), 'verify');
    const guesses = Array.from({ length: 60 }, (_, i) => {
      const [, face] = all[i % all.length]!;
      return face.login(user.email, `guess ${String(i)}`, address);
    });
    const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(50);
    expect(hashing).toHaveBeenCalledTimes(10);
  });

  it('parallel logins with the right password all succeed: only failures count', async () => {
    const [user, address] = [await addUser(latchkey), elsewhere()];
    const answers = await Promise.all(Array.from({ length: 40 }, () => v1.login(user.email, user.password, address)));
    expect(answers.map((answer) => answer.status)).toEqual(Array<number>(40).fill(200));
    await fail(v1, user.email, address, 9);
  });

  it('a success clears the count of the account and network', async () => {
    const [user, address] = [await addUser(latchkey), elsewhere()];
    for (let round = 0; round < 3; round++) {
      await fail(auth, user.email, address, 9);
      expect((await auth.login(user.email, user.password, address)).status).toBe(200);
    }
    await fail(auth, user.email, address, 10);
    expectTooMany(await auth.login(user.email, user.password, address), envelope);
  });

  it('neither the account elsewhere nor another account there is closed', async () => {
    const [user, neighbour] = [await addUser(latchkey), await addUser(latchkey)];
    const [here, there] = [elsewhere(), elsewhere()];
    await fail(auth, user.email, here, 10);
    expectTooMany(await auth.login(user.email, user.password, here), envelope);
    expect((await auth.login(user.email, user.password, there)).status).toBe(200);
    expect((await auth.login(neighbour.email, neighbour.password, here)).status).toBe(200);
  });

  it('a /64 of IPv6 is one network, and an IPv4-mapped address its IPv4', async () => {
    const user = await addUser(latchkey);
    for (let i = 1; i <= 10; i++) await fail(auth, user.email, `2001:db8:1:2::${i.toString(16)}`, 1);
    expectTooMany(await auth.login(user.email, user.password, '2001:db8:1:2:ffff::1'), envelope);
    expect((await auth.login(user.email, user.password, '2001:db8:1:3::1')).status).toBe(200);
    const [other, address] = [await addUser(latchkey), elsewhere()];
    await fail(auth, other.email, `::ffff:${address}`, 10);
    expectTooMany(await auth.login(other.email, other.password, address), envelope);
  });

  it('what a client writes into X-Forwarded-For is no way out', async () => {
    const [user, address] = [await addUser(latchkey), elsewhere()];
    for (let i = 0; i < 10; i++) await fail(auth, user.email, `${elsewhere()}, ${address}`, 1);
    expectTooMany(await auth.login(user.email, user.password, `203.0.113.99, ${address}`), envelope);
  });

  it('refreshing and other requests with bad tokens count for nothing', async () => {
    const [user, address] = [await addUser(latchkey), elsewhere()];
    for (let i = 0; i < 15; i++) {
      await postJson(`${latchkey.baseUrl}/auth/refresh`, { refresh_token: 'x' }, from(address));
    }
    expect((await auth.login(user.email, user.password, address)).status).toBe(200);
  });

  it('all nodes share the counters', async () => {
    const other = await startLatchkey({ settings, database: latchkey.database });
    try {
      const [user, address] = [await addUser(latchkey), elsewhere()];
      for (let i = 0; i < 10; i++) {
        envelope(await auth.login(user.email, 'wrong', address, i % 2 === 0 ? latchkey : other), 401);
      }
      expectTooMany(await auth.login(user.email, user.password, address, latchkey), envelope);
      expectTooMany(await auth.login(user.email, user.password, address, other), envelope);
    } finally {
      await other.stop();
    }
  });

  describe('with more names that no account has than are counted', () => {
    const COUNTED = 5;
    let full: Latchkey;
    beforeAll(async () => {
      full = await startLatchkey({ settings: { ...settings, ATTEMPTS_OF_UNKNOWN_NAMES: String(COUNTED) } });
    });
    afterAll(() => full.stop());
    const sweep = () => partOf(full, Housekeeping).sweep(horizonsOf(new Date(), 90), new AbortController().signal);
    const counters = async (prefix: string) => {
      const text = 'SELECT count(*)::int AS count FROM attempts WHERE starts_with(key, $1)';
      return (await full.database.query<{ count: number }>(text, [prefix]))[0]?.count;
    };

    it('a made-up account is closed like a real one, and the counters that go are the oldest of made-up ones', async () => {
      const [user, address] = [await addUser(full), elsewhere()];
      const close = async (name: string) => {
        for (let i = 0; i < 10; i++) envelope(await auth.login(name, `wrong ${String(i)}`, address, full), 401);
        expectTooMany(await auth.login(name, 'x', address, full), envelope);
      };
      await close(user.email);
      await close('the-oldest');
      for (let i = 0; i < 4 * COUNTED; i++) {
        envelope(await auth.login(`made-up-${String(i)}`, 'x', elsewhere(), full), 401);
      }
      await close('the-newest');
      await sweep();
      expect(await counters('account:typed_')).toBe(COUNTED);
      expect(await counters('account-network:typed_')).toBe(COUNTED);
      for (const name of ['the-newest', user.email]) {
        expectTooMany(await auth.login(name, 'x', address, full), envelope);
      }
      envelope(await auth.login('the-oldest', 'x', address, full), 401);
    });
  });

  describe('with smaller limits', () => {
    let strict: Latchkey;
    beforeAll(async () => {
      strict = await startLatchkey({
        database: latchkey.database,
        settings: {
          ...settings,
          ATTEMPTS_PER_ACCOUNT_AND_NETWORK: '3',
          ATTEMPTS_PER_ACCOUNT_AND_NETWORK_WINDOW: '600',
          ATTEMPTS_PER_ACCOUNT: '6',
          ATTEMPTS_PER_NETWORK: '8',
        },
      });
    });
    afterAll(() => strict.stop());
    const login = (username: string, password: string, address: string) =>
      auth.login(username, password, address, strict);

    it('attackers cannot lock the owner out of networks the account has signed in from', async () => {
      const user = await addUser(strict);
      const home = elsewhere();
      expect((await login(user.email, user.password, home)).status).toBe(200);
      for (let i = 0; i < 6; i++) envelope(await login(user.email, 'guess', elsewhere()), 401);
      expectTooMany(await login(user.email, user.password, elsewhere()), envelope, 60);
      expect((await login(user.email, user.password, home)).status).toBe(200);
    });

    it('beyond the limit from everywhere, no network learns that the account is there and at home in it', async () => {
      const [user, home] = [await addUser(strict), elsewhere()];
      expect((await login(user.email, user.password, home)).status).toBe(200);
      const names = [user.email, 'made-up-at-home'];
      for (const name of names) {
        for (let i = 0; i < 6; i++) envelope(await login(name, 'guess', elsewhere()), 401);
      }
      const hashing = jest.spyOn(strict.app.get(PasswordHasher, { strict: false }), 'verify');
      for (let i = 0; i < 3; i++) {
        for (const name of names) {
          expectTooMany(await login(name, 'guess', home), envelope, 60);
        }
      }
      expect(hashing).toHaveBeenCalledTimes(6); // one of equal length each
      for (const name of names) expectTooMany(await login(name, 'guess', elsewhere()), envelope, 60);
      expect(hashing).toHaveBeenCalledTimes(8);
      for (const name of names) expectTooMany(await login(name, 'guess', home), envelope, 600);
      expect(hashing).toHaveBeenCalledTimes(8);
    });

    // a client that honours Retry-After would keep a person out who typed the password wrong once
    it('beyond that limit a mistyped password keeps no one from the right one for longer than a minute', async () => {
      const [user, home] = [await addUser(strict), elsewhere()];
      expect((await login(user.email, user.password, home)).status).toBe(200);
      for (let i = 0; i < 6; i++) envelope(await login(user.email, 'guess', elsewhere()), 401);
      expectTooMany(await login(user.email, 'mistyped', home), envelope, 60);
      expect((await login(user.email, user.password, home)).status).toBe(200);
      const left = 'UPDATE attempts SET expire = extract(epoch FROM now()) * 1000 + 20000 WHERE key = $1';
      await latchkey.database.query(left, [`account:${user.id}`]);
      expectTooMany(await login(user.email, 'mistyped', home), envelope, 20);
    });

    it('nor by guesses at the same moment, of which only one is left', async () => {
      const [user, home] = [await addUser(strict), elsewhere()];
      expect((await login(user.email, user.password, home)).status).toBe(200);
      for (const name of [user.email, 'made-up-in-a-hurry']) {
        for (let i = 0; i < 5; i++) envelope(await login(name, 'guess', elsewhere()), 401);
        const answers = await Promise.all([1, 2, 3].map(() => login(name, 'guess', home)));
        expect(answers.map(({ status }) => status).sort()).toEqual([401, 429, 429]);
      }
    });

    it('a network that fails at ever other accounts is closed to all', async () => {
      const [user, address] = [await addUser(strict), elsewhere()];
      for (let i = 0; i < 8; i++) envelope(await login(`guessed-${String(i)}`, 'x', address), 401);
      expectTooMany(await login(user.email, user.password, address), envelope);
      expect((await login(user.email, user.password, elsewhere())).status).toBe(200);
    });

    it('parallel guesses from many networks, or at many accounts, cannot slip past either', async () => {
      const [user, address] = [await addUser(strict), elsewhere()];
      const hashing = jest.spyOn(strict.app.get(PasswordHasher, { strict: false }), 'verify');
      await Promise.all(Array.from({ length: 30 }, () => login(user.email, 'guess', elsewhere())));
      // the others are compared with a decoy: as long, and nothing is found
      expect(hashing.mock.calls.filter(([hash]) => hash !== undefined)).toHaveLength(6);
      hashing.mockClear();
      await Promise.all(Array.from({ length: 30 }, (_, i) => login(`name-${String(i)}`, 'guess', address)));
      expect(hashing).toHaveBeenCalledTimes(8);
    });

    it('opens again after Retry-After, and counts from zero', async () => {
      const [user, address] = [await addUser(strict), elsewhere()];
      for (let i = 0; i < 3; i++) envelope(await login(user.email, 'wrong', address), 401);
      const refused = await login(user.email, user.password, address);
      expectTooMany(refused, envelope, 600);
      // the time that it asks to wait goes by
      const passed = Number(refused.headers['retry-after']) * 1000;
      await latchkey.database.query('UPDATE attempts SET expire = expire - $1::bigint', [passed]);
      for (let i = 0; i < 2; i++) envelope(await login(user.email, 'wrong', address), 401);
      expect((await login(user.email, user.password, address)).status).toBe(200);
    });
  });
});
