import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeFeed } from '../../src/persistence/feed/change-feed.js';
import { Browser } from '../support/browser.js';
import { type Answer, bearer, call, JSON_TYPE, postForm, postJson } from '../support/http.js';
import { CuttableDatabase } from '../support/cuttable-database.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import type { Pair } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { type Dialect, detail, envelope, oauth, problem } from './dialects.js';
import { eventually } from '../support/eventually.js';
import { expectOf } from '../support/expect-of.js';

const { email, password } = ADMINISTRATOR;

describe('while the database is away', () => {
  let database: TestDatabase;
  let wire: CuttableDatabase;
  let latchkey: Latchkey;
  let app: OAuthClient;
  let pairs: { auth: Pair; v1: Pair; apiV1: Pair; oauth: Pair };
  let cookie: string;
  const at = (path: string) => `${latchkey.baseUrl}${path}`;
  const identity = () => ({ client_id: app.clientId, client_secret: app.clientSecret });

  beforeAll(async () => {
    database = await createDatabase();
    wire = await CuttableDatabase.to(database.url);
    latchkey = await startLatchkey({ database, settings: { DATABASE_URL: wire.url, DYNAMIC_REGISTRATION: 'open' } });
    app = await addApplication(database);
    const byPassword = { grant_type: 'password', username: email, password, ...identity() };
    pairs = {
      auth: ((await postJson(at('/auth/login'), { username: email, password })).json as { data: Pair }).data,
      v1: (await postJson(at('/v1/auth/login'), { email, password })).json as Pair,
      apiV1: (await postForm(at('/api/v1/auth/password'), { username: email, password })).json as Pair,
      oauth: (await postForm(at('/oauth/token'), byPassword)).json as Pair,
    };
    cookie = (await postJson(at('/v1/session/login'), { email, password })).headers['set-cookie']![0]!.split(';')[0]!;
  });
  afterAll(async () => {
    wire.mend();
    await latchkey.stop();
    await wire.close();
    await database.drop();
  });

  /** One request to every face, as a client in use would make it. */
  function requests(): Record<string, readonly [Promise<Answer>, Dialect]> {
    const login = { username: email, password };
    const refreshToken = (pair: Pair) => ({ refresh_token: pair.refresh_token });
    return {
      'login-access-token': [postForm(at('/api/v1/login/access-token'), login), detail],
      'auth/login': [postJson(at('/auth/login'), login), envelope],
      'auth/refresh': [postJson(at('/auth/refresh'), refreshToken(pairs.auth)), envelope],
      'auth/revoke': [postJson(at('/auth/revoke'), { token: pairs.auth.refresh_token }), envelope],
      'v1/auth/login': [postJson(at('/v1/auth/login'), { email, password }), problem],
      'v1/auth/refresh': [postJson(at('/v1/auth/refresh'), refreshToken(pairs.v1)), problem],
      'v1/session/login': [postJson(at('/v1/session/login'), { email, password }), problem],
      'v1/session/logout': [call(at('/v1/session/logout'), { method: 'POST', headers: { cookie } }), problem],
      'api/v1/auth/password': [postForm(at('/api/v1/auth/password'), login), problem],
      'api/v1/auth/refresh': [postForm(at('/api/v1/auth/refresh'), refreshToken(pairs.apiV1)), problem],
      'oauth/token password': [
        postForm(at('/oauth/token'), { grant_type: 'password', ...login, ...identity() }),
        oauth,
      ],
      'oauth/token refresh': [
        postForm(at('/oauth/token'), { grant_type: 'refresh_token', ...refreshToken(pairs.oauth), ...identity() }),
        oauth,
      ],
      'oauth/token unknown client': [
        postForm(at('/oauth/token'), { grant_type: 'password', client_id: 'never-seen', client_secret: 'x' }),
        oauth,
      ],
      'oauth/revoke': [postForm(at('/oauth/revoke'), { token: pairs.oauth.refresh_token, ...identity() }), oauth],
      'oauth/revoke everything': [postForm(at('/oauth/revoke'), identity()), oauth],
      'oauth/introspect': [
        postForm(at('/oauth/introspect'), { token: pairs.oauth.refresh_token, ...identity() }),
        oauth,
      ],
      'oauth/register': [postJson(at('/oauth/register'), { redirect_uris: ['https://app.example.com/cb'] }), oauth],
      'a user name': [
        call(at('/api/v1/users/me'), {
          method: 'PATCH',
          headers: { ...bearer(pairs.v1.access_token), 'content-type': JSON_TYPE },
          body: JSON.stringify({ username: 'another' }),
        }),
        problem,
      ],
      'a session': [call(at('/v1/users/me'), { headers: { cookie } }), problem],
      'a list': [call(at('/api/v1/users'), { headers: bearer(pairs.v1.access_token) }), problem],
    };
  }

  async function expectUnavailable(): Promise<void> {
    for (const [name, [answer, dialect]] of Object.entries(requests())) {
      const refused = await answer;
      expectOf(`${name}: ${refused.text}`, refused.status).toBe(503);
      expect(dialect(refused, 503)).toMatch(/The server cannot answer right now; try again shortly/);
      expectOf(name, refused.headers['retry-after']).toMatch(/^\d+$/);
    }
  }

  it('every face says 503 in its dialect, with Retry-After, at once and for as long as it lasts', async () => {
    const browser = new Browser(latchkey.baseUrl);
    const device = await browser.open('/device');
    wire.cut();
    await expectUnavailable();
    const typed = await browser.submit(device, { user_code: 'BBBB-BBBB' });
    expect([typed.status, typed.text]).toEqual([503, expect.stringContaining('try again shortly')]);
    expect(typed.headers['retry-after']).toMatch(/^\d+$/);
    // after two seconds without the feed, memory no longer answers
    await eventually(
      () => latchkey.app.get(ChangeFeed, { strict: false }).isFresh(),
      (isFresh) => expect(isFresh).toBe(false),
    );
    await expectUnavailable();
    expect(problem(await call(at('/v1/users/me'), { headers: bearer(pairs.v1.access_token) }), 503)).toMatch(
      /try again/,
    );
  });

  it('every client goes on with what it holds once the database is back', async () => {
    wire.mend();
    await eventually(
      async () => (await call(at('/health/ready'))).status,
      (value) => expect(value).toBe(200),
    );
    const held = [
      postJson(at('/auth/refresh'), { refresh_token: pairs.auth.refresh_token }),
      postJson(at('/v1/auth/refresh'), { refresh_token: pairs.v1.refresh_token }),
      postForm(at('/api/v1/auth/refresh'), { refresh_token: pairs.apiV1.refresh_token }),
      postForm(at('/oauth/token'), {
        grant_type: 'refresh_token',
        refresh_token: pairs.oauth.refresh_token,
        ...identity(),
      }),
      call(at('/v1/users/me'), { headers: { cookie } }),
      call(at('/v1/users/me'), { headers: bearer(pairs.auth.access_token) }),
      postForm(at('/api/v1/login/access-token'), { username: email, password }),
    ];
    for (const answer of await Promise.all(held)) expectOf(answer.text, answer.status).toBe(200);
  });
});
