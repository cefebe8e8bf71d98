import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { bearer, call, postJson } from '../support/http.js';
import { administrator, newPerson, type Pair, type Person, refreshed, tokenPair } from '../support/management.js';
import { PgBouncer } from '../support/pgbouncer.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { eventually } from '../support/eventually.js';

const hasTools = requireTools('behind PgBouncer in transaction mode', ['pgbouncer']);

(hasTools ? describe : describe.skip).each([
  ['refuses the settings of a session', {}],
  ['drops the settings of a session', { ignore_startup_parameters: 'options' }],
])('behind PgBouncer in transaction mode, which %s', (_, settings) => {
  let database: TestDatabase;
  let pooler: PgBouncer;
  let here: Latchkey;
  let there: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    database = await createDatabase();
    pooler = await PgBouncer.to(database.url, settings);
    const pooled = { DATABASE_URL: pooler.url, ISSUER: 'http://127.0.0.1:1' };
    here = await startLatchkey({ database, settings: pooled });
    there = await startLatchkey({ database, settings: pooled });
    admin = await administrator(here);
  });
  afterAll(async () => {
    await there.stop();
    await here.stop();
    await pooler.stop();
    await database.drop();
  });

  it('answers every call of many at once', async () => {
    const { email, password } = await newPerson(here, admin);
    const pairs = await Promise.all(
      Array.from({ length: 24 }, (_, i) => tokenPair(i % 2 === 0 ? here : there, email, password)),
    );
    const answers = await Promise.all(
      pairs.flatMap((pair, i) => [
        refreshed(i % 2 === 0 ? there : here, pair.refresh_token),
        call(`${here.baseUrl}/api/v1/users/me`, { headers: bearer(pair.access_token) }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const node of [here, there]) expect((await call(`${node.baseUrl}/health/ready`)).status).toBe(200);
  });

  it('tells the other node what was revoked, and the same time', async () => {
    const { email, password } = await newPerson(here, admin);
    const login = await postJson(`${here.baseUrl}/auth/login`, { username: email, password });
    const { access_token: token } = (login.json as { data: Pair }).data;
    const probe = async () => (await call(`${there.baseUrl}/api/v1/users/me`, { headers: bearer(token) })).status;
    expect(await probe()).toBe(200);
    await postJson(`${here.baseUrl}/auth/revoke`, { token });
    await eventually(probe, (status) => expect(status).toBe(401));
    const { json } = await admin.api.get('users/me');
    const age = Date.now() - Date.parse((json as { created_at: string }).created_at);
    expect(Math.abs(age)).toBeLessThan(1_800_000);
  });
});
