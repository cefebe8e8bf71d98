import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, postForm, postJson } from '../support/http.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { eventually } from '../support/eventually.js';
import { TestClock } from '../support/test-clock.js';
import { addUser, type TestUser } from '../support/user.js';
import { oauth } from './dialects.js';
import { refusesHostileInput } from './hostile-input.js';
import { expectOf } from '../support/expect-of.js';

interface Tokens {
  access_token: string;
  refresh_token: string;
}

describe('POST /oauth/introspect', () => {
  let latchkey: Latchkey;
  let user: TestUser;
  let app: OAuthClient;
  let outsider: OAuthClient;
  let resourceServer: OAuthClient;
  const clock = new TestClock();
  const url = () => `${latchkey.baseUrl}/oauth/introspect`;
  const identity = ({ clientId, clientSecret }: OAuthClient) => ({ client_id: clientId, client_secret: clientSecret });
  const ask = async (token: string, client = app): Promise<unknown> => {
    const answer = await postForm(url(), { ...identity(client), token });
    expectOf(answer.text, answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    return answer.json;
  };
  const token = async (form: Record<string, string>): Promise<Tokens> =>
    (await postForm(`${latchkey.baseUrl}/oauth/token`, { ...identity(app), ...form })).json as Tokens;
  const signIn = () =>
    token({ grant_type: 'password', username: user.email, password: user.password, scope: 'read_items' });
  const INACTIVE = { active: false };

  beforeAll(async () => {
    latchkey = await startLatchkey({ clock });
    user = await addUser(latchkey, { username: 'introspected' });
    app = await addApplication(latchkey.database);
    outsider = await addApplication(latchkey.database);
    resourceServer = await addApplication(latchkey.database, { scopes: ['introspect_tokens'] });
  });
  afterAll(() => latchkey.stop());

  it('tells all of a live access token to its client and to a resource server', async () => {
    const { access_token } = await signIn();
    const expected = {
      active: true,
      iss: latchkey.settings.issuer,
      sub: user.id,
      aud: latchkey.settings.issuer,
      client_id: app.clientId,
      scope: 'read_items',
      token_type: 'Bearer',
      jti: expect.any(String),
      sid: expect.any(String),
      iat: expect.any(Number),
      exp: expect.any(Number),
      auth_time: expect.any(Number),
    };
    const told = (await ask(access_token)) as { iat: number; exp: number };
    expect(told).toEqual(expected);
    expect(told.exp - told.iat).toBe(7200);
    expect(await ask(access_token, resourceServer)).toEqual({ ...expected, username: 'introspected' });
  });

  it('tells an API of tokens that are for it, and of no others', async () => {
    const [mine, another] = ['https://stock.example.com/', 'https://other.example.com/'];
    const api = await addApplication(latchkey.database, { scopes: [] });
    await latchkey.database.query(
      `INSERT INTO resources (id, identifier, name, scopes, application_id, updated_at)
       VALUES (gen_random_uuid(), $1, 'Stock', '{read_items}', $3, now()),
              (gen_random_uuid(), $2, 'Other', '{read_items}', NULL, now())`,
      [mine, another, api.id],
    );
    const form = { grant_type: 'password', username: user.email, password: user.password, scope: 'read_items' };
    const { access_token } = await token({ ...form, resource: mine });
    expect(await ask(access_token, api)).toMatchObject({ active: true, aud: mine, client_id: app.clientId });
    const foreign = await token({ ...form, resource: another });
    for (const { access_token } of [foreign, await signIn()]) expect(await ask(access_token, api)).toEqual(INACTIVE);
    const refusals = () =>
      latchkey.database.query<{ reason: string }>(
        `SELECT reason FROM audit_events WHERE outcome = 'refused' AND client_id = $1`,
        [api.clientId],
      );
    await eventually(refusals, ([noted]) => {
      expect(noted?.reason).toContain('lacks introspect_tokens');
    });
  });

  it('tells of a live refresh token to its client alone', async () => {
    const { refresh_token } = await signIn();
    expect(await ask(refresh_token)).toMatchObject({
      active: true,
      sub: user.id,
      client_id: app.clientId,
      scope: 'read_items',
    });
    expect(await ask(refresh_token, resourceServer)).toEqual(INACTIVE);
    expect(await ask(refresh_token, outsider)).toEqual(INACTIVE);
    await token({ grant_type: 'refresh_token', refresh_token });
    expect(await ask(refresh_token)).toEqual(INACTIVE);
  });

  it('tells an application’s own token apart from a person’s', async () => {
    const { access_token } = await token({ grant_type: 'client_credentials', scope: 'read_items' });
    const told = await ask(access_token);
    expect(told).toMatchObject({ active: true, sub: app.clientId, client_id: app.clientId });
    expect(told).not.toHaveProperty('username');
    expect(told).not.toHaveProperty('sid');
  });

  it('says the same of another’s token, an expired one, a revoked one and junk', async () => {
    const { access_token, refresh_token } = await signIn();
    expect(await ask(access_token, outsider)).toEqual(INACTIVE);
    for (const junk of ['x', 'a.b.c', `${access_token}x`, `${refresh_token}x`, 'x'.repeat(16_000)]) {
      expect(await ask(junk)).toEqual(INACTIVE);
    }
    const other = await signIn();
    await postForm(`${latchkey.baseUrl}/oauth/revoke`, { ...identity(app), token: other.access_token });
    expect(await ask(other.access_token)).toEqual(INACTIVE);
    clock.advance(7200);
    expect(await ask(access_token)).toEqual(INACTIVE);
    clock.advance(7 * 86_400);
    expect(await ask(refresh_token)).toEqual(INACTIVE);
  });

  it('takes JSON, HTTP Basic and a hint', async () => {
    const { access_token } = await signIn();
    expect((await postJson(url(), { ...identity(app), token: access_token })).json).toMatchObject({ active: true });
    const hinted = await postForm(
      url(),
      { token: access_token, token_type_hint: 'refresh_token' },
      basic(app.clientId, app.clientSecret),
    );
    expect(hinted.json).toMatchObject({ active: true });
  });

  it('needs a token and a confidential client', async () => {
    expect(oauth(await postForm(url(), identity(app)), 400)).toBe('invalid_request: token: is required');
    expect(oauth(await postForm(url(), { ...identity(app), token: '' }), 400)).toBe(
      'invalid_request: token: is required',
    );
    const publicApp = await addApplication(latchkey.database, { type: 'public', secret: null });
    for (const request of [
      { token: 'x' },
      { client_id: publicApp.clientId, token: 'x' },
      { client_id: app.clientId, token: 'x' },
      { ...identity(app), client_secret: 'wrong', token: 'x' },
    ] as Record<string, string>[]) {
      const answer = await postForm(url(), request);
      expect(oauth(answer, 401)).toBe('invalid_client: Client authentication failed');
      expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
    }
  });

  it('must be called from an address on the application’s list', async () => {
    const listed = await addApplication(latchkey.database);
    await latchkey.database.query(
      "INSERT INTO ip_entries (id, application_id, cidr) VALUES (gen_random_uuid(), $1, '203.0.113.7')",
      [listed.id],
    );
    const answer = await postForm(url(), { ...identity(listed), token: 'x' });
    expect(oauth(answer, 403)).toBe('access_denied: IP address not authorized');
  });

  refusesHostileInput({
    url,
    takes: ['form', 'json'],
    parameters: () => ({ ...identity(outsider), token: 'x' }),
    text: 'token',
    dialect: oauth,
    ignoresUnknown: true,
    forgiving: true,
  });
});
