import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, call, postForm } from '../support/http.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser } from '../support/user.js';
import { detail, problem } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

const { email, password } = ADMINISTRATOR;

describe('POST /api/v1/login/access-token', () => {
  let latchkey: Latchkey;
  const clock = new TestClock();
  const url = () => `${latchkey.baseUrl}/api/v1/login/access-token`;
  const login = (form: string | Record<string, string>) => postForm(url(), form);
  const brands = (headers: Record<string, string> = {}) => call(`${latchkey.baseUrl}/api/v1/brands/`, { headers });
  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
  });
  afterAll(() => latchkey.stop());

  it('answers with a bare token object and nothing else', async () => {
    const answer = await login({ username: email, password });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'bearer',
      expires_in: 3600,
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
  });

  it('knows an account by e-mail address and by user name, in any case', async () => {
    const user = await addUser(latchkey, { email: 'known@example.com', username: 'known' });
    for (const username of ['known@example.com', 'Known@Example.COM', 'known', 'KNOWN', ' known ']) {
      expectOf(username, (await login({ username, password: user.password })).status).toBe(200);
    }
  });

  it('takes what the standard form of OAuth clients sends', async () => {
    expect((await login({ grant_type: 'password', username: email, password, scope: '' })).status).toBe(200);
    const documentation = `grant_type=password&username=${email}&password=${password}&scope=&client_id=&client_secret=`;
    expect((await login(documentation)).status).toBe(200);
    const filled = { username: email, password, client_id: 'a', client_secret: 'b' };
    expect(detail(await login(filled), 400)).toBe('client_id: is not a parameter of this endpoint');
    expect(detail(await login({ username: email, password, client_id: '', client_secret: 'b' }), 400)).toBe(
      'client_secret: is not a parameter of this endpoint',
    );
    expect(detail(await login({ grant_type: 'refresh_token', username: email, password }), 400)).toBe(
      'grant_type: must be password',
    );
  });

  it('narrows the token to the scope that was asked for, and refuses more than the account may hold', async () => {
    const { password: theirs, email: member } = await addUser(latchkey);
    const narrowed = await login({ username: member, password: theirs, scope: 'read_items' });
    expect(narrowed.status).toBe(200);
    const { access_token } = narrowed.json as { access_token: string };
    const claims = JSON.parse(Buffer.from(access_token.split('.')[1]!, 'base64url').toString()) as { scope: string };
    expect(claims.scope).toBe('read_items');
    expect(problem(await brands(bearer(access_token)), 403)).toBe('Not enough permissions');
    expect(detail(await login({ username: member, password: theirs, scope: 'write:users' }), 400)).toMatch(/scope/);
  });

  it('says the same of a wrong password, an unknown user and a disabled one', async () => {
    const disabled = await addUser(latchkey, { disabled: true });
    const answers = [
      await login({ username: email, password: 'wrong' }),
      await login({ username: 'unknown@example.com', password }),
      await login({ username: 'unknown', password }),
      await login({ username: disabled.email, password: disabled.password }),
    ];
    for (const answer of answers) {
      expect(detail(answer, 401)).toBe('Incorrect email or password');
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="latchkey"');
      expect(answer.text).toBe(answers[0]!.text);
    }
  });

  it('says which parameter is missing', async () => {
    expect(detail(await login({ username: email }), 400)).toBe('password: is required');
    expect(detail(await login({ password }), 400)).toBe('username: is required');
    expect(detail(await login({ username: '', password: '' }), 400)).toBe('username, password: are required');
    expect(detail(await login(''), 400)).toBe('username, password: are required');
    expect(detail(await call(url(), { method: 'POST' }), 400)).toBe('username, password: are required');
  });

  describe('with its token', () => {
    /** RFC 9728 §5.1: where a client learns which authorization server the resource trusts. */
    const metadata = () => `resource_metadata="${latchkey.baseUrl}/.well-known/oauth-protected-resource/api/v1"`;

    it("lists the caller's brands", async () => {
      const { access_token } = (await login({ username: email, password })).json as { access_token: string };
      expect((await brands(bearer(access_token))).status).toBe(200);
    });

    it('says "Not authenticated" without one', async () => {
      const answer = await brands();
      expect(problem(answer, 401)).toBe('Not authenticated');
      expect(answer.headers['www-authenticate']).toBe(`Bearer realm="latchkey", ${metadata()}`);
    });

    it('says "Could not validate credentials" to a bad or expired one', async () => {
      const { access_token } = (await login({ username: email, password })).json as { access_token: string };
      const expectInvalid = async (headers: Record<string, string>) => {
        const answer = await brands(headers);
        expect(problem(answer, 401)).toBe('Could not validate credentials');
        expect(answer.headers['www-authenticate']).toBe(
          `Bearer realm="latchkey", error="invalid_token", error_description="Could not validate credentials", ${metadata()}`,
        );
      };
      for (const bad of ['x', `${access_token}x`, access_token.slice(0, -1), 'a.b.c', '%', 'null']) {
        await expectInvalid({ authorization: `Bearer ${bad}` });
      }
      for (const scheme of ['Basic YTpi', 'Bearer', 'Bearer ', `Token ${access_token}`, `Bearer ${access_token} x`]) {
        await expectInvalid({ authorization: scheme });
      }
      clock.advance(3600);
      await expectInvalid(bearer(access_token));
    });

    it('says "Not enough permissions" to a token without the role', async () => {
      const member = await addUser(latchkey);
      const { access_token } = (await login({ username: member.email, password: member.password })).json as {
        access_token: string;
      };
      const answer = await call(`${latchkey.baseUrl}/api/v1/users`, { headers: bearer(access_token) });
      expect(problem(answer, 403)).toBe('Not enough permissions');
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="latchkey", error="insufficient_scope"/);
    });
  });

  refusesHostileInput({
    url,
    takes: ['form'],
    parameters: () => ({ username: 'hostile@example.com', password: 'x' }),
    text: 'username',
    dialect: detail,
  });
});
