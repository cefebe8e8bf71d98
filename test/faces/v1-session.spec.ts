import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, call, postForm, postJson } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { problem } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

const openAt = (issuer: string) =>
  `This was sent from another address than this server's own. Open this at ${issuer} and start again.`;

describe('/v1/session', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  const clock = new TestClock();
  const url = (path: string) => `${latchkey.baseUrl}/v1/session/${path}`;
  const login = (email: string, password: string, headers: Record<string, string> = {}) =>
    postJson(url('login'), { email, password }, headers);
  const signIn = async () => ({ cookie: cookieOf(await login(user.email, user.password)) });
  const logout = (headers: Record<string, string>) => call(url('logout'), { method: 'POST', headers });
  const whoAmI = (headers: Record<string, string>, prefix = '/v1') =>
    call(`${latchkey.baseUrl}${prefix}/users/me`, { headers });

  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    user = await addUser(latchkey);
  });
  afterAll(() => latchkey.stop());

  function cookieOf(answer: Answer): string {
    expectOf(answer.text, answer.status).toBe(200);
    const cookie = answer.headers['set-cookie']?.find((line) => line.startsWith(`${latchkey.cookies.session}=`));
    return cookie?.split(';')[0] ?? '';
  }

  describe('POST /v1/session/login', () => {
    it('sets an HttpOnly cookie with a secret of its own, and shows no secret in the body', async () => {
      const answer = await login(user.email, user.password);
      const [cookie = ''] = answer.headers['set-cookie'] ?? [];
      expect(cookie).toMatch(
        new RegExp(`^${latchkey.cookies.session}=[\\w-]{43,}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax$`),
      );
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.json).toEqual({
        user: { id: user.id, email: user.email, name: null, role: 'member' },
        expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
    });

    it('sets beside it one that scripts may read, and that opens nothing', async () => {
      const lines = (await login(user.email, user.password)).headers['set-cookie'] ?? [];
      expect(lines).toHaveLength(2);
      const state = lines.find((line) => line.startsWith(`${latchkey.cookies.state}=`)) ?? '';
      expect(state).toMatch(new RegExp(`^${latchkey.cookies.state}=[\\w-]{43}; Max-Age=604800; Path=/; SameSite=Lax$`));
      const value = state.slice(`${latchkey.cookies.state}=`.length, state.indexOf(';'));
      expect(problem(await whoAmI({ cookie: `${latchkey.cookies.state}=${value}` }), 401)).toBe('Not authenticated');
      expect(problem(await whoAmI({ cookie: `${latchkey.cookies.session}=${value}` }), 401)).toBe(
        'Could not validate credentials',
      );
    });

    it('makes a new session each time, with any cookie before', async () => {
      const planted = { cookie: `${latchkey.cookies.session}=planted-by-an-attacker` };
      const cookie = cookieOf(await login(user.email, user.password, planted));
      const again = cookieOf(await login(user.email, user.password, { cookie }));
      expect(cookie).not.toBe(planted.cookie);
      expect(again).not.toBe(cookie);
      problem(await whoAmI(planted), 401);
    });

    it('binds the cookie to the host and to https where the issuer is https', async () => {
      const secure = await startLatchkey({
        database: latchkey.database,
        settings: { ISSUER: 'https://auth.example.com' },
      });
      const { email, password } = user;
      const answer = await postJson(`${secure.baseUrl}/v1/session/login`, { email, password });
      await secure.stop();
      expect(answer.headers['set-cookie']?.[0]).toMatch(
        /^__Host-latchkey=[\w-]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/);
    });

    it('says the same of a wrong password, an unknown user and a disabled one, and sets nothing', async () => {
      const disabled = await addUser(latchkey, { disabled: true });
      for (const answer of [
        await login(user.email, 'wrong'),
        await login('unknown@example.com', 'wrong'),
        await login(disabled.email, disabled.password),
      ]) {
        expect(problem(answer, 401)).toBe('Incorrect email or password');
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    });

    it('is refused to another site’s page, which could sign a visitor in as another person', async () => {
      for (const site of ['cross-site', 'same-site']) {
        const answer = await login(user.email, user.password, { 'sec-fetch-site': site });
        expect(problem(answer, 403)).toBe(openAt(latchkey.baseUrl));
      }
      for (const origin of ['https://evil.example', 'null']) {
        problem(await login(user.email, user.password, { origin }), 403);
      }
      expect((await login(user.email, user.password, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
      expect((await login(user.email, user.password, { origin: latchkey.baseUrl })).status).toBe(200);
    });

    it('says 403 to an address that is not on the account’s list', async () => {
      const listed = await addUser(latchkey);
      await latchkey.database.query(
        "INSERT INTO ip_entries (id, user_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.0/24')",
        [listed.id],
      );
      expect(problem(await login(listed.email, listed.password), 403)).toBe('IP address not authorized');
    });
  });

  describe('the cookie', () => {
    it('authenticates /v1 and /api/v1', async () => {
      const session = await signIn();
      for (const prefix of ['/v1', '/api/v1']) {
        expect((await whoAmI(session, prefix)).json).toMatchObject({ id: user.id });
      }
    });

    it('writes for its own site only', async () => {
      const session = await signIn();
      const rename = (headers: Record<string, string>) =>
        call(`${latchkey.baseUrl}/v1/users/me`, {
          method: 'PATCH',
          headers: { ...session, 'content-type': 'application/json', ...headers },
          body: '{"name":"Me"}',
        });
      problem(await rename({ 'sec-fetch-site': 'cross-site' }), 403);
      problem(await rename({ origin: 'https://evil.example' }), 403);
      expect((await rename({ origin: latchkey.baseUrl })).status).toBe(200);
    });

    it('ends when its time is over', async () => {
      const session = await signIn();
      clock.advance(7 * 86_400);
      expect(problem(await whoAmI(session), 401)).toBe('Could not validate credentials');
    });

    it('is no bearer token, and beside one of another account it is refused', async () => {
      const session = await signIn();
      problem(await whoAmI(bearer(session.cookie.split('=')[1]!)), 401);
      const other = await addUser(latchkey);
      const pair = await postJson(`${latchkey.baseUrl}/v1/auth/login`, {
        email: other.email,
        password: other.password,
      });
      const { access_token } = pair.json as { access_token: string };
      expect(problem(await whoAmI({ ...session, ...bearer(access_token) }), 400)).toMatch(/two different principals/);
    });
  });

  describe('POST /v1/session/logout', () => {
    it('ends the session on the server and takes the cookie back', async () => {
      const [session, other] = [await signIn(), await signIn()];
      const answer = await logout(session);
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({});
      expect(answer.headers['set-cookie']?.[0]).toMatch(
        new RegExp(
          `^${latchkey.cookies.session}=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax$`,
        ),
      );
      expect(problem(await whoAmI(session), 401)).toBe('Could not validate credentials');
      expect((await whoAmI(other)).status).toBe(200);
    });

    it('is a success twice, without a cookie, with an unknown one, and with an empty JSON body', async () => {
      const session = await signIn();
      for (const headers of [
        session,
        session,
        {},
        { cookie: `${latchkey.cookies.session}=x` },
        { cookie: `${latchkey.cookies.session}=` },
      ]) {
        expect((await logout(headers)).status).toBe(200);
      }
      expect((await postJson(url('logout'), {}, session)).status).toBe(200);
    });

    it('takes an empty body of another type for none', async () => {
      const session = await signIn();
      expect((await postForm(url('logout'), '', session)).status).toBe(200);
      expect(problem(await whoAmI(session), 401)).toBe('Could not validate credentials');
    });

    it('is refused to another site’s page', async () => {
      const session = await signIn();
      problem(await logout({ ...session, 'sec-fetch-site': 'cross-site' }), 403);
      expect((await whoAmI(session)).status).toBe(200);
    });
  });

  describe('POST /v1/session/login, hostile', () => {
    refusesHostileInput({
      url: () => url('login'),
      takes: ['json'],
      parameters: () => ({ email: 'hostile@example.com', password: 'x' }),
      text: 'email',
      dialect: problem,
    });
  });
});
