import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { oauth } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

interface Tokens {
  access_token: string;
  refresh_token: string;
  scope: string;
  created_at: number;
}

const ALL = 'read_spaces read_items write_items write_spaces';
const FAILED = 'invalid_client: Client authentication failed';
const BAD_GRANT = 'invalid_grant: The grant is invalid, expired, revoked or was issued to another client';

describe('POST /oauth/token', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  let app: OAuthClient;
  let other: OAuthClient;
  let publicApp: OAuthClient;
  let begun: Date;
  const clock = new TestClock();
  const url = () => `${latchkey.baseUrl}/oauth/token`;
  const send = (form: string | Record<string, string>, headers: Record<string, string> = {}) =>
    postForm(url(), form, headers);
  const identity = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret });
  const passwordRequest = (scope = ALL) => ({
    grant_type: 'password',
    username: user.email,
    password: user.password,
    ...identity(app),
    ...(scope === '' ? {} : { scope }),
  });
  const signIn = async (scope = ALL): Promise<Tokens> => tokensOf(await send(passwordRequest(scope)), scope);
  const refreshRequest = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token, ...identity(app) });
  const refresh = (token: string, more: Record<string, string> = {}) => send({ ...refreshRequest(token), ...more });
  const whoAmI = (token: string) => call(`${latchkey.baseUrl}/api/v1/users/me`, { headers: bearer(token) });

  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    user = await addUser(latchkey, { email: 'john@example.com', username: 'john' });
    const scopes = [
      'public',
      'read_items',
      'write_items',
      'read_spaces',
      'write_spaces',
      'read:account',
      'write:users',
    ];
    app = await addApplication(latchkey.database, { scopes, defaultScopes: ['public', 'read_items'] });
    other = await addApplication(latchkey.database);
    publicApp = await addApplication(latchkey.database, { type: 'public', secret: null });
  });
  beforeEach(() => {
    begun = clock.now();
  });
  afterAll(() => latchkey.stop());

  function tokensOf(answer: Answer, scope = ALL): Tokens {
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 7200,
      refresh_token: expect.stringMatching(/^[\w-]+$/),
      scope,
      created_at: expect.any(Number),
    });
    expectTimeOfTest((answer.json as Tokens).created_at);
    expect(answer.headers).toMatchObject({
      'cache-control': 'private, no-store',
      pragma: 'no-cache',
      'content-type': 'application/json; charset=utf-8',
    });
    return answer.json as Tokens;
  }

  /** A Unix time, in whole seconds, since the test began. */
  function expectTimeOfTest(createdAt: number): void {
    expect(Number.isInteger(createdAt)).toBe(true);
    expect(createdAt).toBeGreaterThanOrEqual(Math.floor(begun.getTime() / 1000));
    expect(createdAt).toBeLessThanOrEqual(clock.now().getTime() / 1000);
  }

  describe('grant_type=password', () => {
    it('answers a form and JSON alike', async () => {
      tokensOf(await send(passwordRequest()));
      tokensOf(await postJson(url(), passwordRequest()));
      tokensOf(await send({ ...passwordRequest(), username: 'john' }));
    });

    it('gives the default scopes where none is asked for, and each only once', async () => {
      tokensOf(await send(passwordRequest('')), 'public read_items');
      tokensOf(await send({ ...passwordRequest(), scope: '' }), 'public read_items');
      tokensOf(await send(passwordRequest('read_items read_items  write_items')), 'read_items write_items');
    });

    it('leaves out what the application may not ask for and what only an admin may hold; nothing left is refused', async () => {
      tokensOf(await send(passwordRequest('read_items read:resources groups')), 'read_items');
      for (const scope of ['admin', 'read:resources groups', 'openid', 'read_items openid']) {
        expect(oauth(await send(passwordRequest(scope)), 400)).toMatch(/^invalid_scope: /);
      }
      for (const scope of ['read_items\ttab', 'a"b', 'ä', 'a\\b']) {
        expect(oauth(await send(passwordRequest(scope)), 400)).toMatch(/^invalid_scope: /);
      }
      tokensOf(await send(passwordRequest('read_items write:users')), 'read_items');
      expect(oauth(await send(passwordRequest('write:users')), 400)).toMatch(/^invalid_scope: /);
    });

    it('says invalid_grant to a wrong password, an unknown user and a disabled one alike', async () => {
      const disabled = await addUser(latchkey, { disabled: true });
      const answers = [
        await send({ ...passwordRequest(), password: 'wrong' }),
        await send({ ...passwordRequest(), username: 'unknown' }),
        await send({ ...passwordRequest(), username: disabled.email, password: disabled.password }),
      ];
      for (const answer of answers) {
        expect(oauth(answer, 400)).toBe(BAD_GRANT);
        expect(answer.headers['www-authenticate']).toBeUndefined();
        expect(answer.text).toBe(answers[0]!.text);
      }
    });

    it('needs a confidential application that has it switched on', async () => {
      const request = { ...passwordRequest(), client_id: publicApp.clientId };
      const { client_secret: _, ...asPublic } = request;
      expect(oauth(await send(asPublic), 400)).toMatch(/^unauthorized_client: /);
      const off = await addApplication(latchkey.database, { grantTypes: ['client_credentials'] });
      expect(oauth(await send({ ...passwordRequest(), ...identity(off) }), 400)).toMatch(/^unauthorized_client: /);
    });

    it('gives no refresh token to an application that may not refresh', async () => {
      const once = await addApplication(latchkey.database, { grantTypes: ['password'] });
      const answer = await send({ ...passwordRequest(), ...identity(once) });
      expect(answer.status).toBe(200);
      expect(answer.json).not.toHaveProperty('refresh_token');
    });

    it('can be removed by one setting, for every application', async () => {
      const without = await startLatchkey({ database: latchkey.database, settings: { PASSWORD_GRANT: 'off' } });
      const answer = await postForm(`${without.baseUrl}/oauth/token`, passwordRequest());
      await without.stop();
      expect(oauth(answer, 400)).toMatch(/^unsupported_grant_type: /);
      expect(answer.text).not.toMatch(/\bpassword\b/);
    });

    it('is counted per application, so that it can be retired', async () => {
      await signIn();
      await eventually(
        () =>
          latchkey.database.query("SELECT count FROM usage_counts WHERE what = 'password_grant' AND subject = $1", [
            app.clientId,
          ]),
        (value) => expect(value).toEqual([{ count: expect.stringMatching(/^[1-9]/) }]),
      );
    });

    it('names missing parameters', async () => {
      const { username: _, password: __, ...rest } = passwordRequest();
      expect(oauth(await send(rest), 400)).toBe('invalid_request: username, password: are required');
    });

    it('holds the account’s list of addresses', async () => {
      const listed = await addUser(latchkey);
      await latchkey.database.query(
        "INSERT INTO ip_entries (id, user_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.7')",
        [listed.id],
      );
      const answer = await send({ ...passwordRequest(), username: listed.email, password: listed.password });
      expect(oauth(answer, 403)).toBe('access_denied: IP address not authorized');
    });
  });

  describe('grant_type=refresh_token', () => {
    it('answers in the same shape, rotated, by form and by JSON', async () => {
      const first = await signIn();
      clock.advance(3600);
      const second = tokensOf(await refresh(first.refresh_token));
      expect(second.refresh_token).not.toBe(first.refresh_token);
      expect(second.created_at).toBeGreaterThan(first.created_at);
      tokensOf(await postJson(url(), refreshRequest(second.refresh_token)));
    });

    it('narrows one access token by a narrower scope, and never the grant', async () => {
      const first = await signIn();
      const narrow = tokensOf(await refresh(first.refresh_token, { scope: 'read_items' }), 'read_items');
      const again = tokensOf(await refresh(narrow.refresh_token));
      tokensOf(await refresh(again.refresh_token, { scope: 'write_items read_spaces' }), 'write_items read_spaces');
    });

    it('says invalid_scope to a wider one, and the token stays good', async () => {
      const first = await signIn('read_items');
      for (const scope of ['write_items', 'read_items write_items', 'nothing', 'a"b']) {
        expect(oauth(await refresh(first.refresh_token, { scope }), 400)).toMatch(/^invalid_scope: /);
      }
      tokensOf(await refresh(first.refresh_token), 'read_items');
    });

    it('says 400 invalid_grant to what cannot be used, and ends no sign-in', async () => {
      const first = await signIn();
      const { refresh_token, access_token } = first;
      const flipped = refresh_token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
      for (const junk of [
        'x',
        access_token,
        flipped,
        `${refresh_token}A`,
        refresh_token.slice(1),
        ` ${refresh_token}`,
      ]) {
        expect(oauth(await refresh(junk), 400)).toBe(BAD_GRANT);
      }
      // another client's
      expect(oauth(await send({ ...refreshRequest(refresh_token), ...identity(other) }), 400)).toBe(BAD_GRANT);
      tokensOf(await refresh(refresh_token));
    });

    it('ends the sign-in when a token comes back after its successor was used', async () => {
      const first = await signIn('read:account');
      const second = tokensOf(await refresh(first.refresh_token), 'read:account');
      const third = tokensOf(await refresh(second.refresh_token), 'read:account');
      expect((await whoAmI(third.access_token)).status).toBe(200);
      expect(oauth(await refresh(first.refresh_token), 400)).toBe(BAD_GRANT);
      expect(oauth(await refresh(third.refresh_token), 400)).toBe(BAD_GRANT);
      expect((await whoAmI(third.access_token)).status).toBe(401);
    });

    it('gives fifty parallel callers the same one successor', async () => {
      const first = await signIn();
      const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(first.refresh_token)));
      const successors = new Set(answers.map((answer) => tokensOf(answer).refresh_token));
      expect(successors.size).toBe(1);
      tokensOf(await refresh([...successors][0]!));
    });

    it('follows the policy of the application: strict, seconds, until the successor was used', async () => {
      for (const [refreshReuse, wait, status] of [
        [0, 0, 400],
        [30, 29, 200],
        [30, 31, 400],
        [null, 86_400, 200],
      ] as const) {
        const client = await addApplication(latchkey.database, { refreshReuse, refreshTokenTtl: 31_536_000 });
        const begun = (await send({ ...passwordRequest(), ...identity(client) })).json as Tokens;
        const request = { ...refreshRequest(begun.refresh_token), ...identity(client) };
        expect((await send(request)).status).toBe(200);
        clock.advance(wait);
        expectOf(`${String(refreshReuse)} after ${String(wait)} s`, (await send(request)).status).toBe(status);
      }
    });

    it('keeps to lifetimes of the application', async () => {
      const client = await addApplication(latchkey.database, { accessTokenTtl: 300, refreshTokenTtl: 600 });
      const begun = await send({ ...passwordRequest(), ...identity(client) });
      expect(begun.json).toMatchObject({ expires_in: 300 });
      clock.advance(600);
      const { refresh_token } = begun.json as Tokens;
      expect(oauth(await send({ ...refreshRequest(refresh_token), ...identity(client) }), 400)).toBe(BAD_GRANT);
    });
  });

  describe('grant_type=client_credentials', () => {
    const credentials = (more: Record<string, string> = {}) =>
      send({ grant_type: 'client_credentials', ...identity(app), ...more });

    it('answers without a refresh token', async () => {
      const answer = await credentials({ scope: 'read_items' });
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 7200,
        scope: 'read_items',
        created_at: expect.any(Number),
      });
      expectTimeOfTest((answer.json as Tokens).created_at);
      expect((await credentials()).json).toMatchObject({ scope: 'public read_items' });
    });

    it('is not for public applications', async () => {
      const answer = await send({ grant_type: 'client_credentials', client_id: publicApp.clientId });
      expect(oauth(answer, 400)).toMatch(/^unauthorized_client: /);
    });
  });

  describe('the grant type', () => {
    it('is needed, known and allowed', async () => {
      expect(oauth(await send(identity(app)), 400)).toBe('invalid_request: grant_type: is required');
      for (const grant_type of ['implicit', 'Password', 'password ', '__proto__', 'constructor', 'x'.repeat(16_000)]) {
        expect(oauth(await send({ ...identity(app), grant_type }), 400)).toMatch(/^unsupported_grant_type: /);
      }
    });
  });

  describe('the client', () => {
    it('may authenticate in the body or by HTTP Basic', async () => {
      const { client_id: _, client_secret: __, ...rest } = passwordRequest();
      tokensOf(await send(rest, basic(app.clientId, app.clientSecret)));
      tokensOf(await send({ ...rest, client_id: app.clientId }, basic(app.clientId, app.clientSecret)));
      const lower = basic(app.clientId, app.clientSecret).authorization!.replace('Basic', 'basic');
      tokensOf(await send(rest, { authorization: lower }));
    });

    it('hears the same whether it is unknown, disabled or has the wrong secret', async () => {
      const disabled = await addApplication(latchkey.database);
      await latchkey.database.query('UPDATE applications SET disabled_at = now() WHERE id = $1', [disabled.id]);
      const requests = [
        { ...passwordRequest(), client_secret: 'wrong' },
        { ...passwordRequest(), client_id: 'unknown' },
        { ...passwordRequest(), ...identity(disabled) },
        { ...passwordRequest(), client_id: 'auth' }, // a face, which is no client
        { ...passwordRequest(), client_id: 'x'.repeat(5000) },
        { ...passwordRequest(), client_secret: '' },
        { ...passwordRequest(), client_id: publicApp.clientId },
      ];
      const answers = await Promise.all(requests.map((request) => send(request)));
      for (const answer of answers) {
        expect(oauth(answer, 401)).toBe(FAILED);
        expect(answer.text).toBe(answers[0]!.text);
        expect(answer.headers['www-authenticate']).toBe('Basic realm="latchkey", charset="UTF-8"');
      }
      const { client_id: _, client_secret: __, ...anonymous } = passwordRequest();
      expect(oauth(await send(anonymous), 401)).toBe(FAILED);
      expect(oauth(await send({ ...anonymous, client_id: app.clientId }), 401)).toBe(FAILED);
      expect(oauth(await send(anonymous, basic(app.clientId, 'wrong')), 401)).toBe(FAILED);
    });

    it('form-decodes Basic credentials once, for any contents', async () => {
      const odd = await addApplication(latchkey.database, { clientId: 'a:b+c%d &e=f', secret: 's:e+c%25r e&t=é✓' });
      const request = { grant_type: 'client_credentials' };
      const works = await send(request, basic(odd.clientId, odd.clientSecret));
      expectOf(works.text, works.status).toBe(200);
      expect((await send({ ...request, ...identity(odd) })).status).toBe(200);
      const raw = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
      for (const text of [`${odd.clientId}:${odd.clientSecret}`, 'a%zz:b', ':x', 'x', '', 'a%ff:b', 'a%00:b']) {
        expect(oauth(await send(request, raw(text)), 401)).toBe(FAILED);
      }
      const twice = (text: string) => encodeURIComponent(encodeURIComponent(text));
      const doubled = raw(`${twice(odd.clientId)}:${twice(odd.clientSecret)}`);
      expect(oauth(await send(request, doubled), 401)).toBe(FAILED);
    });

    it('refuses an Authorization header that is not Basic', async () => {
      for (const authorization of ['Basic', 'Basic ', 'Basic !!!', 'Basic YTpi YTpi', `Basic ${'A'.repeat(6000)}`]) {
        const answer = await send({ grant_type: 'client_credentials' }, { authorization });
        expect(oauth(answer, 401)).toBe(FAILED);
      }
    });

    it('refuses two methods or two identities in one request', async () => {
      const mine = basic(app.clientId, app.clientSecret);
      const { client_id: _, client_secret: __, ...rest } = passwordRequest();
      for (const [body, headers] of [
        [passwordRequest(), mine],
        [{ ...rest, client_secret: app.clientSecret }, mine],
        [{ ...rest, client_id: other.clientId }, mine],
        [{ ...rest, ...identity(other) }, mine],
      ] as [Record<string, string>, Record<string, string>][]) {
        expect(oauth(await send(body, headers), 400)).toMatch(/^invalid_request: client_/);
      }
      const both = { authorization: [mine.authorization!, basic(other.clientId, other.clientSecret).authorization!] };
      const answer = await call(url(), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...both },
        body: new URLSearchParams(rest).toString(),
      });
      expect(oauth(answer, 400)).toBe('invalid_request: The Authorization header is given more than once');
    });

    it('authenticates with any of its secrets, until each expires', async () => {
      const rotating = await addApplication(latchkey.database);
      await latchkey.database.query(
        `INSERT INTO application_secrets (id, application_id, secret_hash, hint, expires_at)
         VALUES (gen_random_uuid(), $1, sha256('the new one'), 'one', now() + interval '10 years')`,
        [rotating.id],
      );
      await latchkey.database.query(
        `INSERT INTO application_secrets (id, application_id, secret_hash, hint, expires_at)
         VALUES (gen_random_uuid(), $1, sha256('the old one'), 'one', now() - interval '1 second')`,
        [rotating.id],
      );
      const status = async (client_secret: string) =>
        (await send({ grant_type: 'client_credentials', client_id: rotating.clientId, client_secret })).status;
      expect(await status(rotating.clientSecret)).toBe(200);
      expect(await status('the new one')).toBe(200);
      expect(await status('the old one')).toBe(401);
    });

    it('must call from an address on its list', async () => {
      const listed = await addApplication(latchkey.database);
      await latchkey.database.query(
        "INSERT INTO ip_entries (id, application_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.7')",
        [listed.id],
      );
      const request = { grant_type: 'client_credentials', ...identity(listed) };
      expect(oauth(await send(request), 403)).toBe('access_denied: IP address not authorized');
      expect(oauth(await send({ ...request, client_secret: 'wrong' }), 401)).toBe(FAILED);
    });
  });

  describe('hostile', () => {
    refusesHostileInput({
      url,
      takes: ['form', 'json'],
      parameters: () => ({ ...identity(app), grant_type: 'refresh_token', refresh_token: 'lkr_x' }),
      text: 'refresh_token',
      dialect: oauth,
      ignoresUnknown: true,
    });
  });
});
