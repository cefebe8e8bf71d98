import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseFault } from '../../src/persistence/database/database-fault.js';
import { migrate } from '../../src/persistence/database/migrate.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { bearer, call, postJson } from '../support/http.js';
import { administrator, newPerson, type Pair, type Person, refreshed, tokenPair } from '../support/management.js';
import { PGBOUNCER_OF_NOW, PgBouncer } from '../support/pgbouncer.js';
import { type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';
import { eventually } from '../support/eventually.js';

const SUITE = 'behind PgBouncer in transaction mode';
const hasPooler = requireTools(SUITE, ['pgbouncer']);
const hasNewPooler = requireTools(`${SUITE}, from 1.21 on`, [PGBOUNCER_OF_NOW]);

const POOLERS: [string, Record<string, string>][] = [
  ['refuses the settings of a session', {}],
  ['drops the settings of a session', { ignore_startup_parameters: 'options' }],
];

(hasPooler ? describe : describe.skip).each(POOLERS)(`${SUITE}, which %s`, (_, settings) => {
  behaves('pgbouncer', settings);
});

(hasPooler ? describe : describe.skip).each(POOLERS)(`a schema in the URL, ${SUITE}, which %s`, (_, settings) => {
  let database: TestDatabase;
  let pooler: PgBouncer;
  beforeEach(async () => {
    database = await createDatabase();
    await database.query('CREATE SCHEMA own');
    pooler = await PgBouncer.to(database.url, settings);
  });
  afterEach(async () => {
    await pooler.stop();
    await database.drop();
  });

  it('is where the tables are', async () => {
    expect(await migrate(`${pooler.url}?schema=public`)).toEqual([]);
  });

  it('is refused where the search path leads elsewhere', async () => {
    const starting = migrate(`${pooler.url}?schema=own`);
    await expect(starting).rejects.toThrow(DatabaseFault);
    await expect(starting).rejects.toThrow(/schema own, .* leads to public; ALTER ROLE … SET search_path/);
  });

  it('is where the tables are made once the search path leads there', async () => {
    await database.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET search_path TO own`);
    await migrate(`${pooler.url}?schema=own`);
    expect(await database.query(`SELECT to_regclass('own.users') IS NOT NULL AS made`)).toEqual([{ made: true }]);
  });
});

(hasNewPooler ? describe : describe.skip).each([
  ['PREPARED_STATEMENTS=auto', {}, false],
  ['PREPARED_STATEMENTS=on', { PREPARED_STATEMENTS: 'on' }, true],
])(`${SUITE}, which keeps prepared statements, with %s`, (_, node, hasNames) => {
  const pooler = behaves(PGBOUNCER_OF_NOW, { max_prepared_statements: '100' }, node);

  it(`prepares ${hasNames ? 'statements' : 'no statement'} by name`, async () => {
    // each holds a server connection of its own, all that the pooler has
    const clients = Array.from({ length: 5 }, () => new pg.Client({ connectionString: pooler().url }));
    const prepared: string[] = [];
    for (const client of clients) {
      await client.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ name: string }>('SELECT name FROM pg_prepared_statements');
      prepared.push(...rows.map(({ name }) => name));
    }
    for (const client of clients) await client.end();
    expect(prepared.some((name) => name.startsWith('PGBOUNCER_'))).toBe(hasNames);
  });
});

/** The pooler of the suite, while it runs. */
function behaves(
  program: string,
  settings: Record<string, string>,
  node: Record<string, string> = {},
): () => PgBouncer {
  let database: TestDatabase;
  let pooler: PgBouncer;
  let here: Latchkey;
  let there: Latchkey;
  let admin: Person;

  beforeAll(async () => {
    database = await createDatabase();
    pooler = await PgBouncer.to(database.url, settings, program);
    const pooled = { DATABASE_URL: pooler.url, ISSUER: 'http://127.0.0.1:1', ...node };
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

  return () => pooler;
}
