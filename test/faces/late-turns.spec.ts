// Who keeps the row of one sign-in or account busy, by using an old refresh token again and again, would otherwise make
// the person it belongs to wait for minutes, and hold as many requests of the server open as they like.
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { eventually } from '../support/eventually.js';
import { type Answer, bearer, postForm, postJson } from '../support/http.js';
import type { Pair } from '../support/management.js';
import { addApplication, type OAuthClient } from '../support/oauth-application.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { partOf } from '../support/store-fixture.js';
import { type Dialect, envelope, oauth, problem } from './dialects.js';

const { email, password } = ADMINISTRATOR;

let latchkey: Latchkey;
let app: OAuthClient;
const at = (path: string) => `${latchkey.baseUrl}${path}`;
const identity = () => ({ client_id: app.clientId, client_secret: app.clientSecret });

beforeAll(async () => {
  latchkey = await startLatchkey();
  app = await addApplication(latchkey.database);
});
afterAll(() => latchkey.stop());

interface Act {
  name: string;
  signIn: () => Promise<Answer>;
  act: (pair: Pair) => Promise<Answer>;
  dialect: Dialect;
}

const refreshV1 = ({ refresh_token }: Pair) => postJson(at('/v1/auth/refresh'), { refresh_token });
const acts: Act[] = [
  {
    name: 'a refresh at /auth',
    signIn: () => postJson(at('/auth/login'), { username: email, password }),
    act: ({ refresh_token }) => postJson(at('/auth/refresh'), { refresh_token }),
    dialect: envelope,
  },
  {
    name: 'a refresh at /v1/auth',
    signIn: () => postJson(at('/v1/auth/login'), { email, password }),
    act: refreshV1,
    dialect: problem,
  },
  {
    name: 'a refresh at /api/v1/auth',
    signIn: () => postForm(at('/api/v1/auth/password'), { username: email, password }),
    act: ({ refresh_token }) => postForm(at('/api/v1/auth/refresh'), { refresh_token }),
    dialect: problem,
  },
  {
    name: 'a refresh at /oauth/token',
    signIn: () => postForm(at('/oauth/token'), { grant_type: 'password', username: email, password, ...identity() }),
    act: ({ refresh_token }) =>
      postForm(at('/oauth/token'), { grant_type: 'refresh_token', refresh_token, ...identity() }),
    dialect: oauth,
  },
  {
    name: 'a write of an account',
    signIn: () => postJson(at('/v1/auth/login'), { email, password }),
    act: ({ access_token }) => postJson(at('/v1/brands'), { name: 'Late' }, bearer(access_token)),
    dialect: problem,
  },
];

it.each(acts)(
  '$name that waits for ten seconds for its turn is answered with 503',
  async ({ signIn, act, dialect }) => {
    const { json } = await signIn();
    const pair = (json as { data?: Pair }).data ?? (json as Pair);
    // from now on the token is one that was used
    await act(pair);
    const { turns } = partOf(latchkey, Database);
    const rows = await latchkey.database.query<{ id: string }>('SELECT id FROM sign_ins UNION SELECT id FROM users');
    let release: () => void = () => undefined;
    const before = turns.take(
      rows.map(({ id }) => id),
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    const taken = jest.spyOn(turns, 'take');
    jest.useFakeTimers({ doNotFake: ['performance', 'Date', 'nextTick', 'queueMicrotask', 'setImmediate'] });
    try {
      const late = act(pair);
      await eventually(
        () => taken.mock.calls.length,
        (value) => expect(value).toBe(1),
      );
      jest.advanceTimersByTime(10_000);
      release();
      const refused = await late;
      expect(dialect(refused, 503)).toMatch(/The server cannot answer right now; try again shortly/);
      expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    } finally {
      jest.useRealTimers();
      taken.mockRestore();
      release();
      await before;
    }
    expect((await act(pair)).status).toBeLessThan(300);
  },
);
