import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, basic, bearer, call, postForm, postJson } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { addUser, type TestUser } from '../support/user.js';
import { oauth } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

interface Tokens {
  access_token: string;
  refresh_token: string;
}

describe('POST /oauth/revoke', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  let app: OAuthClient;
  let other: OAuthClient;
  let publicApp: OAuthClient;
  const url = () => `${latchkey.baseUrl}/oauth/revoke`;
  const identity = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret });
  const revoke = (form: string | Record<string, string>, headers: Record<string, string> = {}) =>
    postForm(url(), form, headers);
  const token = (form: Record<string, string>) => postForm(`${latchkey.baseUrl}/oauth/token`, form);
  const signIn = async (client = app): Promise<Tokens> => {
    const { email: username, password } = user;
    const answer = await token({
      grant_type: 'password',
      username,
      password,
      scope: 'read:account',
      ...identity(client),
    });
    expectOf(answer.text, answer.status).toBe(200);
    return answer.json as Tokens;
  };
  const refreshes = async ({ refresh_token }: Tokens, client = app) =>
    (await token({ grant_type: 'refresh_token', refresh_token, ...identity(client) })).status === 200;
  const opens = async ({ access_token }: Tokens) =>
    (await call(`${latchkey.baseUrl}/v1/users/me`, { headers: bearer(access_token) })).status === 200;

  beforeAll(async () => {
    latchkey = await startLatchkey();
    user = await addUser(latchkey);
    const scopes = ['read:account'];
    app = await addApplication(latchkey.database, { scopes });
    other = await addApplication(latchkey.database, { scopes });
    publicApp = await addApplication(latchkey.database, { scopes, type: 'public', secret: null });
  });
  afterAll(() => latchkey.stop());

  function expectRevoked(answer: Answer): void {
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.text).toBe('{}');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-store',
    });
  }

  it('ends an access token alone', async () => {
    const [tokens, sibling] = [await signIn(), await signIn()];
    expectRevoked(await revoke({ ...identity(app), token: tokens.access_token, token_type_hint: 'access_token' }));
    expect(await opens(tokens)).toBe(false);
    expect(await refreshes(tokens)).toBe(true);
    expect(await opens(sibling)).toBe(true);
  });

  it('ends the whole sign-in by its refresh token, used or not, and with any hint', async () => {
    for (const token_type_hint of ['refresh_token', 'access_token', 'nonsense']) {
      const tokens = await signIn();
      expectRevoked(await revoke({ ...identity(app), token: tokens.refresh_token, token_type_hint }));
      expect(await opens(tokens)).toBe(false);
      expect(await refreshes(tokens)).toBe(false);
    }
    const used = await signIn();
    expect(await refreshes(used)).toBe(true);
    expectRevoked(await revoke({ ...identity(app), token: used.refresh_token }));
    expect(await refreshes(used)).toBe(false);
  });

  it('takes JSON and HTTP Basic too', async () => {
    const [first, second] = [await signIn(), await signIn()];
    expectRevoked(await postJson(url(), { ...identity(app), token: first.access_token }));
    expectRevoked(await revoke({ token: second.access_token }, basic(app.clientId, app.clientSecret)));
    expect(await opens(first)).toBe(false);
    expect(await opens(second)).toBe(false);
  });

  it('is a success for a token already dead and for none of ours', async () => {
    const tokens = await signIn();
    for (const dead of [tokens.refresh_token, tokens.refresh_token, tokens.access_token, 'x', 'a.b.c']) {
      expectRevoked(await revoke({ ...identity(app), token: dead }));
    }
  });

  it('does nothing to another client’s token, and says nothing of it', async () => {
    const tokens = await signIn();
    for (const theirs of [tokens.access_token, tokens.refresh_token]) {
      expectRevoked(await revoke({ ...identity(other), token: theirs }));
    }
    expect(await opens(tokens)).toBe(true);
    expect(await refreshes(tokens)).toBe(true);
  });

  it('without a token ends everything of that application only, and is audited as such', async () => {
    const mine = [await signIn(), await signIn()];
    const machine = await token({ grant_type: 'client_credentials', ...identity(app) });
    const theirs = await signIn(other);
    expectRevoked(await postForm(url(), identity(app)));
    for (const tokens of mine) {
      expect(await opens(tokens)).toBe(false);
      expect(await refreshes(tokens)).toBe(false);
    }
    expect(await opens(machine.json as Tokens)).toBe(false);
    expect(await opens(theirs)).toBe(true);
    expect(await refreshes(theirs, other)).toBe(true);
    expect(
      await latchkey.database.query(
        'SELECT action, outcome, actor_type, actor_id, target_id, host(ip) AS ip FROM audit_events WHERE action = $1',
        ['application.revoke-everything'],
      ),
    ).toEqual([
      {
        action: 'application.revoke-everything',
        outcome: 'success',
        actor_type: 'application',
        actor_id: app.clientId,
        target_id: app.id,
        ip: '127.0.0.1',
      },
    ]);
    // what begins after it lives
    const after = await signIn();
    expect(await opens(after)).toBe(true);
    expect(await refreshes(after)).toBe(true);
  });

  it('takes an empty token for a mistake: nothing ends', async () => {
    const tokens = await signIn();
    for (const answer of [
      await revoke({ ...identity(app), token: '' }),
      await postJson(url(), { ...identity(app), token: '' }),
      await revoke(`${new URLSearchParams(identity(app)).toString()}&token`),
    ]) {
      expect(oauth(answer, 400)).toBe('invalid_request: token: is required');
    }
    expect(oauth(await postJson(url(), { ...identity(app), token: null }), 400)).toBe(
      'invalid_request: token: is required',
    );
    expect(await opens(tokens)).toBe(true);
    expect(await refreshes(tokens)).toBe(true);
  });

  it('lets a public client name a token, and never end everything', async () => {
    expectRevoked(await revoke({ client_id: publicApp.clientId, token: 'x' }));
    expect(oauth(await revoke({ client_id: publicApp.clientId }), 400)).toBe('invalid_request: token: is required');
    const tokens = await signIn();
    expectRevoked(await revoke({ client_id: publicApp.clientId, token: tokens.refresh_token }));
    expect(await refreshes(tokens)).toBe(true);
  });

  it('needs the client', async () => {
    const tokens = await signIn();
    for (const request of [
      {},
      { token: tokens.refresh_token },
      { token: tokens.refresh_token, client_id: app.clientId },
      { token: tokens.refresh_token, client_id: app.clientId, client_secret: 'wrong' },
      { client_id: app.clientId },
      { client_id: 'unknown', client_secret: 'x' },
      { client_id: 'auth' },
    ] as Record<string, string>[]) {
      const answer = await revoke(request);
      expect(oauth(answer, 401)).toBe('invalid_client: Client authentication failed');
      expect(answer.headers['www-authenticate']).toBe('Basic realm="latchkey", charset="UTF-8"');
    }
    expect(oauth(await revoke(identity(app), basic(app.clientId, app.clientSecret)), 400)).toMatch(/^invalid_request/);
    expect(await opens(tokens)).toBe(true);
  });

  it('must be called from an address on the application’s list', async () => {
    const listed = await addApplication(latchkey.database);
    await latchkey.database.query(
      "INSERT INTO ip_entries (id, application_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.7')",
      [listed.id],
    );
    expect(oauth(await revoke(identity(listed)), 403)).toBe('access_denied: IP address not authorized');
  });

  refusesHostileInput({
    url,
    takes: ['form', 'json'],
    parameters: () => ({ ...identity(other), token: 'x' }),
    text: 'token',
    dialect: oauth,
    ignoresUnknown: true,
    forgiving: true,
  });
});
