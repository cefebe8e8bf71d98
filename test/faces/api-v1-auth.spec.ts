import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bearer, call, postForm } from '../support/http.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { problem } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

interface Tokens {
  access_token: string;
  refresh_token: string;
  id_token: string;
}

const JWT = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

describe('/api/v1/auth', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  const clock = new TestClock();
  const url = (path: string) => `${latchkey.baseUrl}/api/v1/auth/${path}`;
  const password = (username: string, word: string) => postForm(url('password'), { username, password: word });
  const signIn = async (): Promise<Tokens> => tokensOf(await password(user.email, user.password));
  const refresh = (refresh_token: string) => postForm(url('refresh'), { refresh_token });
  const whoAmI = (token: string) => call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(token) });

  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    user = await addUser(latchkey, { username: 'simon' });
  });
  afterAll(() => latchkey.stop());

  function tokensOf(answer: Answer): Tokens {
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json).toEqual({
      access_token: JWT,
      refresh_token: expect.stringMatching(/^[\w-]+$/),
      id_token: JWT,
      token_type: 'bearer',
      expires_in: 3600,
    });
    return answer.json as Tokens;
  }

  async function expectIdToken({ id_token, access_token }: Tokens): Promise<void> {
    const jwks = (await call(`${latchkey.baseUrl}/.well-known/jwks.json`)).json as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(id_token, createLocalJWKSet(jwks), {
      issuer: latchkey.settings.issuer,
      audience: 'api-v1-auth',
      currentDate: clock.now(),
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'JWT' });
    const half = createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url');
    expect(payload).toMatchObject({ sub: user.id, email: user.email, preferred_username: 'simon', at_hash: half });
    expect(payload.exp! - payload.iat!).toBe(3600);
  }

  describe('POST /api/v1/auth/password', () => {
    it('answers with access, refresh and id token', async () => {
      const tokens = tokensOf(await password(user.email, user.password));
      await expectIdToken(tokens);
      expect((await whoAmI(tokens.access_token)).status).toBe(200);
      await expectIdToken(tokensOf(await password('simon', user.password)));
    });

    it('gives an id_token that is no access token', async () => {
      const { id_token } = await signIn();
      expect(problem(await whoAmI(id_token), 401)).toBe('Could not validate credentials');
    });

    it('says the same of a wrong password, an unknown user and a disabled one', async () => {
      const disabled = await addUser(latchkey, { disabled: true });
      for (const answer of [
        await password(user.email, 'wrong'),
        await password('unknown', 'wrong'),
        await password(disabled.email, disabled.password),
      ]) {
        expect(problem(answer, 401)).toBe('Incorrect email or password');
      }
    });

    it('takes what OAuth clients send with it', async () => {
      const form = { username: user.email, password: user.password, scope: '', client_id: '', client_secret: '' };
      tokensOf(await postForm(url('password'), { ...form, grant_type: 'password' }));
      for (const [name, value, fault] of [
        ['grant_type', 'refresh_token', 'must be password'],
        ['scope', 'read_items', 'is not a parameter of this endpoint'],
        ['client_id', 'a', 'is not a parameter of this endpoint'],
      ] as const) {
        expect(problem(await postForm(url('password'), { ...form, [name]: value }), 400)).toBe(`${name}: ${fault}`);
      }
    });

    it('names missing parameters', async () => {
      expect(problem(await postForm(url('password'), 'username=&password='), 400)).toBe(
        'username, password: are required',
      );
    });
  });

  describe('POST /api/v1/auth/refresh', () => {
    it('answers in the same shape, rotated', async () => {
      const first = await signIn();
      clock.advance(3600);
      expect(problem(await whoAmI(first.access_token), 401)).toBe('Could not validate credentials');
      const second = tokensOf(await refresh(first.refresh_token));
      expect(second.refresh_token).not.toBe(first.refresh_token);
      await expectIdToken(second);
      expect((await whoAmI(second.access_token)).status).toBe(200);
    });

    it('takes what OAuth clients send with it', async () => {
      const { refresh_token } = await signIn();
      const wrong = await postForm(url('refresh'), { refresh_token, grant_type: 'password' });
      expect(problem(wrong, 400)).toBe('grant_type: must be refresh_token');
      tokensOf(
        await postForm(url('refresh'), { refresh_token, grant_type: 'refresh_token', scope: '', client_id: '' }),
      );
    });

    it('keeps the time of the sign-in in the id_token', async () => {
      const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as object;
      const first = await signIn();
      clock.advance(600);
      const second = tokensOf(await refresh(first.refresh_token));
      const { auth_time, sid } = claims(first.id_token) as { auth_time: number; sid: string };
      expect(claims(second.id_token)).toMatchObject({ auth_time, sid });
    });

    it('says 401 to a refresh token that cannot be used', async () => {
      const { refresh_token, access_token, id_token } = await signIn();
      for (const junk of ['x', access_token, id_token, `${refresh_token}=`]) {
        expect(problem(await refresh(junk), 401)).toBe('Could not validate credentials');
      }
      expect(problem(await postForm(url('refresh'), 'refresh_token='), 400)).toBe('refresh_token: is required');
      clock.advance(7 * 86_400);
      expect(problem(await refresh(refresh_token), 401)).toBe('Could not validate credentials');
    });
  });

  it('says 403 to an address that is not on the account’s list', async () => {
    const listed = await addUser(latchkey);
    await latchkey.database.query(
      "INSERT INTO ip_entries (id, user_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.0/24')",
      [listed.id],
    );
    expect(problem(await password(listed.email, listed.password), 403)).toBe('IP address not authorized');
  });

  describe('POST /api/v1/auth/password, hostile', () => {
    refusesHostileInput({
      url: () => url('password'),
      takes: ['form'],
      parameters: () => ({ username: 'hostile', password: 'x' }),
      text: 'username',
      dialect: problem,
    });
  });

  describe('POST /api/v1/auth/refresh, hostile', () => {
    refusesHostileInput({
      url: () => url('refresh'),
      takes: ['form'],
      parameters: () => ({ refresh_token: 'x' }),
      text: 'refresh_token',
      dialect: problem,
    });
  });
});
