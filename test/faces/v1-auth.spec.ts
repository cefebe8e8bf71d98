import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, call, postJson } from '../support/http.js';
import type { Pair } from '../support/management.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { problem } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

describe('/v1/auth', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  const clock = new TestClock();
  const url = (path: string) => `${latchkey.baseUrl}/v1/auth/${path}`;
  const login = (email: string, password: string) => postJson(url('login'), { email, password });
  const signIn = async (): Promise<Pair> => pairOf(await login(user.email, user.password));
  const refresh = (refresh_token: string) => postJson(url('refresh'), { refresh_token });
  const whoAmI = (token: string) => call(`${latchkey.baseUrl}/v1/users/me`, { headers: bearer(token) });

  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    user = await addUser(latchkey, { username: 'by-name' });
  });
  afterAll(() => latchkey.stop());

  /** Bare: these four members and nothing else. */
  function pairOf(answer: Answer): Pair {
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.stringMatching(/^[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 3600,
    });
    return answer.json as Pair;
  }

  describe('POST /v1/auth/login', () => {
    it('answers with a bare pair that opens /v1 and /api/v1', async () => {
      const { access_token } = await signIn();
      expect((await whoAmI(access_token)).json).toMatchObject({ email: user.email });
    });

    it('says the same of a wrong password, an unknown user and a disabled one', async () => {
      const disabled = await addUser(latchkey, { disabled: true });
      for (const answer of [
        await login(user.email, 'wrong'),
        await login('unknown@example.com', 'wrong'),
        await login(disabled.email, disabled.password),
      ]) {
        expect(problem(answer, 401)).toBe('Incorrect email or password');
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
      }
    });

    it('names the fields at fault as it calls them itself', async () => {
      const missing = await postJson(url('login'), {});
      expect(problem(missing, 400)).toBe('email, password: are required');
      expect(missing.json).toMatchObject({
        errors: [
          { field: 'email', message: 'is required' },
          { field: 'password', message: 'is required' },
        ],
      });
      expect(problem(await postJson(url('login'), { username: 'a', password: 'b' }), 400)).toMatch(/^username: is not/);
      expect(problem(await login('x'.repeat(321), 'a'), 400)).toBe('email: is longer than 320 characters');
      expect(problem(await login('a', 'x'.repeat(1025)), 400)).toBe('password: is longer than 1024 characters');
    });
  });

  describe('POST /v1/auth/refresh', () => {
    it('answers in the same shape, with a new pair', async () => {
      const first = await signIn();
      const second = pairOf(await refresh(first.refresh_token));
      expect(second.refresh_token).not.toBe(first.refresh_token);
    });

    it('goes on for a client that never stores the new token, hour after hour, and beyond seven days', async () => {
      const first = await signIn();
      let successor: string | undefined;
      for (let hour = 0; hour < 3; hour++) {
        clock.advance(3600);
        expect((await whoAmI(first.access_token)).status).toBe(401);
        const { access_token, refresh_token } = pairOf(await refresh(first.refresh_token));
        expect((await whoAmI(access_token)).status).toBe(200);
        successor ??= refresh_token;
        expect(refresh_token).toBe(successor);
      }
      for (let day = 0; day < 8; day++) {
        clock.advance(86_400);
        pairOf(await refresh(first.refresh_token));
      }
    });

    it('ends the sign-in once the successor was used', async () => {
      const first = await signIn();
      const second = pairOf(await refresh(first.refresh_token));
      const third = pairOf(await refresh(second.refresh_token));
      expect(problem(await refresh(first.refresh_token), 401)).toBe('Could not validate credentials');
      problem(await refresh(third.refresh_token), 401);
      expect((await whoAmI(third.access_token)).status).toBe(401);
    });

    it('says 400 to {} and 401 to an unusable token', async () => {
      const empty = await postJson(url('refresh'), {});
      expect(problem(empty, 400)).toBe('refresh_token: is required');
      expect(empty.json).toMatchObject({ errors: [{ field: 'refresh_token', message: 'is required' }] });
      const { access_token } = await signIn();
      for (const junk of ['x', access_token, 'undefined', 'null']) {
        const answer = await refresh(junk);
        expect(problem(answer, 401)).toBe('Could not validate credentials');
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="latchkey", error="invalid_token"/);
      }
    });
  });

  it('says 403 to an address that is not on the account’s list', async () => {
    const listed = await addUser(latchkey);
    await latchkey.database.query(
      "INSERT INTO ip_entries (id, user_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.0/24')",
      [listed.id],
    );
    expect(problem(await login(listed.email, listed.password), 403)).toBe('IP address not authorized');
    expect(problem(await login(listed.email, 'wrong'), 401)).toBe('Incorrect email or password');
  });

  describe('POST /v1/auth/login, hostile', () => {
    refusesHostileInput({
      url: () => url('login'),
      takes: ['json'],
      parameters: () => ({ email: 'hostile@example.com', password: 'x' }),
      text: 'email',
      dialect: problem,
    });
  });

  describe('POST /v1/auth/refresh, hostile', () => {
    refusesHostileInput({
      url: () => url('refresh'),
      takes: ['json'],
      parameters: () => ({ refresh_token: 'x' }),
      text: 'refresh_token',
      dialect: problem,
    });
  });
});
