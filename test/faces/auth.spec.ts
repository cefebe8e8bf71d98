import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { envelope } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

interface Pair {
  access_token: string;
  refresh_token: string;
  access_expires_at: string;
  refresh_expires_at: string;
  client_id: number;
}

const RFC_3339_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const HOUR = 3_600_000;

describe('/auth', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  const clock = new TestClock();
  const url = (path: string) => `${latchkey.baseUrl}/auth/${path}`;
  const login = (username: string, password: string) => postJson(url('login'), { username, password });
  const signIn = async (): Promise<Pair> => dataOf(await login(user.email, user.password));
  const refresh = (refresh_token: string) => postJson(url('refresh'), { refresh_token });
  const revoke = (body: unknown, headers: Record<string, string> = {}) => postJson(url('revoke'), body, headers);
  const whoAmI = (token: string) => call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(token) });

  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    user = await addUser(latchkey, { username: 'api-user' });
  });
  afterAll(() => latchkey.stop());

  function dataOf(answer: Answer): Pair {
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { success, data, ...rest } = answer.json as { success: boolean; data: Pair };
    expect(success).toBe(true);
    expect(rest).toEqual({});
    return data;
  }

  function expectPair(pair: Pair): void {
    expect(pair).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^[\w-]+$/),
      access_expires_at: expect.stringMatching(RFC_3339_SECONDS),
      refresh_expires_at: expect.stringMatching(RFC_3339_SECONDS),
      client_id: user.number,
    });
    const now = clock.now().getTime();
    expect(Math.abs(Date.parse(pair.access_expires_at) - now - HOUR)).toBeLessThan(5000);
    expect(Math.abs(Date.parse(pair.refresh_expires_at) - now - 7 * 24 * HOUR)).toBeLessThan(5000);
  }

  describe('POST /auth/login', () => {
    it('answers with the envelope, the pair, its times and the number of the account', async () => {
      expectPair(dataOf(await login(user.email, user.password)));
      expectPair(dataOf(await login('api-user', user.password)));
      expect(Number.isInteger(user.number)).toBe(true);
    });

    it('says "Invalid credentials" to a wrong password, an unknown user and a disabled one alike', async () => {
      const disabled = await addUser(latchkey, { disabled: true });
      const answers = [
        await login(user.email, 'wrong'),
        await login('unknown', 'wrong'),
        await login(disabled.email, disabled.password),
      ];
      for (const answer of answers) {
        expect(answer.json).toEqual({
          error: { name: 'UnauthorizedError', code: 'UNAUTHORIZED', message: 'Invalid credentials' },
        });
        expect(envelope(answer, 401)).toBe('Invalid credentials');
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
      }
    });

    it('lists the fields at fault', async () => {
      const missing = await postJson(url('login'), {});
      expect(missing.json).toEqual({
        error: {
          name: 'ValidationException',
          code: 'VALIDATION_FAILURE',
          message: 'username, password: are required',
          details: [
            { field: 'username', message: 'is required' },
            { field: 'password', message: 'is required' },
          ],
        },
      });
      const outsider = await postJson(url('login'), { username: 'a', password: 'b', email: 'c' });
      expect(outsider.json).toMatchObject({
        error: { details: [{ field: 'email', message: 'is not a parameter of this endpoint' }] },
      });
      expect(envelope(await login('a', 'x'.repeat(1025)), 400)).toBe('password: is longer than 1024 characters');
      expect(envelope(await login('x'.repeat(321), 'a'), 400)).toBe('username: is longer than 320 characters');
    });

    it('says SyntaxError to a body that is not JSON', async () => {
      expect((await postJson(url('login'), '{"username": ')).json).toEqual({
        error: { name: 'SyntaxError', code: 'SYNTAX_ERROR', message: 'The request body is not valid JSON' },
      });
    });
  });

  describe('POST /auth/refresh', () => {
    it('answers with a new pair in the same envelope', async () => {
      const first = await signIn();
      clock.advance(60);
      const second = dataOf(await refresh(first.refresh_token));
      expectPair(second);
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(second.access_token).not.toBe(first.access_token);
      expect((await whoAmI(second.access_token)).status).toBe(200);
    });

    it('says 401 to a refresh token that cannot be used', async () => {
      const { access_token, refresh_token } = await signIn();
      for (const junk of ['x', 'lkr_', access_token, `${refresh_token}x`, refresh_token.slice(0, -1)]) {
        const answer = await refresh(junk);
        expect(envelope(answer, 401)).toBe('Invalid or expired token');
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
      }
      expect(dataOf(await refresh(refresh_token)).client_id).toBe(user.number);
    });

    it('says 401 to another face’s refresh token, and leaves it alive there', async () => {
      const theirs = (await postJson(`${latchkey.baseUrl}/v1/auth/login`, user)).status;
      expect(theirs).toBe(400); // unknown fields
      const { email, password } = user;
      const pair = (await postJson(`${latchkey.baseUrl}/v1/auth/login`, { email, password })).json as Pair;
      expect(envelope(await refresh(pair.refresh_token), 401)).toBe('Invalid or expired token');
      const { refresh_token } = pair;
      expect((await postJson(`${latchkey.baseUrl}/v1/auth/refresh`, { refresh_token })).status).toBe(200);
    });

    it('ends the sign-in when a token comes back after its successor was used', async () => {
      const first = await signIn();
      const second = dataOf(await refresh(first.refresh_token));
      const third = dataOf(await refresh(second.refresh_token));
      expect(envelope(await refresh(first.refresh_token), 401)).toBe('Invalid or expired token');
      expect(envelope(await refresh(third.refresh_token), 401)).toBe('Invalid or expired token');
      expect((await whoAmI(third.access_token)).status).toBe(401);
    });

    it('gives a lost answer again hours later, while nothing used its successor', async () => {
      const first = await signIn();
      const second = dataOf(await refresh(first.refresh_token));
      clock.advance(12 * 3600);
      expect(dataOf(await refresh(first.refresh_token)).refresh_token).toBe(second.refresh_token);
      const third = dataOf(await refresh(second.refresh_token));
      envelope(await refresh(first.refresh_token), 401);
      envelope(await refresh(third.refresh_token), 401);
    });

    it('says 401 after seven days without a refresh', async () => {
      const { refresh_token } = await signIn();
      clock.advance((7 * 24 * HOUR) / 1000);
      expect(envelope(await refresh(refresh_token), 401)).toBe('Invalid or expired token');
    });
  });

  describe('POST /auth/revoke', () => {
    const expectEnded = async ({ access_token, refresh_token }: Pair) => {
      const gone = await whoAmI(access_token);
      expect(gone.status).toBe(401);
      expect(gone.json).toMatchObject({ detail: 'Could not validate credentials' });
      envelope(await refresh(refresh_token), 401);
    };
    const expectRevoked = (answer: Answer) => {
      expect(dataOf(answer)).toEqual({});
    };

    it('ends the sign-in by either token, in either field, or by the header alone', async () => {
      const ways: ((pair: Pair) => Promise<Answer>)[] = [
        (pair) => revoke({ token: pair.access_token }),
        (pair) => revoke({ token: pair.refresh_token }),
        (pair) => revoke({ refresh_token: pair.refresh_token }),
        (pair) => revoke({ refresh_token: pair.access_token }),
        (pair) => revoke({}, bearer(pair.access_token)),
        (pair) => call(url('revoke'), { method: 'POST', headers: bearer(pair.access_token) }),
        (pair) => postForm(url('revoke'), '', bearer(pair.access_token)),
        (pair) => revoke({ refresh_token: pair.refresh_token }, bearer(pair.access_token)),
      ];
      for (const way of ways) {
        const [pair, other] = [await signIn(), await signIn()];
        expect((await whoAmI(pair.access_token)).status).toBe(200);
        expectRevoked(await way(pair));
        await expectEnded(pair);
        expect((await whoAmI(other.access_token)).status).toBe(200);
      }
    });

    it('is a success for a token already dead, and for none of ours', async () => {
      const pair = await signIn();
      for (const token of [pair.refresh_token, pair.refresh_token, pair.access_token, 'x', 'a.b.c']) {
        expectRevoked(await revoke({ token }));
      }
      const old = await signIn();
      const { refresh_token } = dataOf(await refresh(old.refresh_token));
      expectRevoked(await revoke({ token: old.refresh_token }));
      envelope(await refresh(refresh_token), 401);
    });

    it('ends the sign-in of an access token that has expired: its refresh token lives longer', async () => {
      for (const way of [
        ({ access_token }: Pair) => revoke({ token: access_token }),
        ({ access_token }: Pair) => revoke({}, bearer(access_token)),
      ]) {
        const pair = await signIn();
        clock.advance(3601);
        expect((await whoAmI(pair.access_token)).status).toBe(401);
        expectRevoked(await way(pair));
        envelope(await refresh(pair.refresh_token), 401);
      }
    });

    it('needs a token, and only one', async () => {
      expect(envelope(await revoke({}), 400)).toMatch(/^token: is required/);
      expect(envelope(await revoke({}, basic('a', 'b')), 400)).toMatch(/^token: is required/);
      expect(envelope(await revoke({ token: '' }), 400)).toBe('token: is required');
      expect(envelope(await revoke({ refresh_token: '' }), 400)).toBe('refresh_token: is required');
      expect(envelope(await revoke({ token: 'a', refresh_token: 'b' }), 400)).toMatch(/must not be sent together/);
    });
  });

  it('says 403 in its dialect to an address that is not on the account’s list', async () => {
    const listed = await addUser(latchkey);
    await latchkey.database.query(
      "INSERT INTO ip_entries (id, user_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.7')",
      [listed.id],
    );
    expect((await login(listed.email, listed.password)).json).toEqual({
      error: { name: 'ForbiddenError', code: 'FORBIDDEN', message: 'IP address not authorized' },
    });
    // tells nothing to someone without the password
    expect(envelope(await login(listed.email, 'wrong'), 401)).toBe('Invalid credentials');
  });

  it('answers in its dialect below itself and at itself', async () => {
    for (const path of ['', 'x', 'login/x', 'products']) {
      envelope(await call(url(path)), 404);
    }
    envelope(await call(`${latchkey.baseUrl}/auth`), 404);
  });

  describe('POST /auth/login, hostile', () => {
    refusesHostileInput({
      url: () => url('login'),
      takes: ['json'],
      parameters: () => ({ username: 'hostile', password: ADMINISTRATOR.password }),
      text: 'username',
      dialect: envelope,
    });
  });

  describe('POST /auth/refresh, hostile', () => {
    refusesHostileInput({
      url: () => url('refresh'),
      takes: ['json'],
      parameters: () => ({ refresh_token: 'lkr_x' }),
      text: 'refresh_token',
      dialect: envelope,
    });
  });

  describe('POST /auth/revoke, hostile', () => {
    refusesHostileInput({
      url: () => url('revoke'),
      takes: ['json'],
      parameters: () => ({ token: 'x' }),
      text: 'token',
      dialect: envelope,
      forgiving: true,
    });
  });
});
