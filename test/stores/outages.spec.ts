import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/database/database.js';
import { TemporarilyUnavailable } from '../../src/protocol/refusal.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { postJson } from '../support/http.js';
import { PgBouncer } from '../support/pgbouncer.js';
import { ADMINISTRATOR, type Latchkey, startLatchkey } from '../support/server.js';
import { requireTools } from '../support/tools.js';

const ASKS: [string, (of: Database) => Promise<unknown>][] = [
  ['prepared', (of) => of.run({ name: 'brands', text: 'SELECT slug FROM brands' }, [])],
  ['through Prisma', (of) => of.query((prisma) => prisma.brand.findMany())],
  ['in a transaction', (of) => of.transaction((tx) => tx.brand.findMany())],
];

let server: TestDatabase;
let name: string;
let role: string;
let roleUrl: string;

beforeAll(async () => {
  server = await createDatabase();
  name = new URL(server.url).pathname.slice(1);
  role = `role_${randomBytes(6).toString('hex')}`;
  await server.query(`CREATE ROLE ${role} LOGIN PASSWORD 'first'`);
  await server.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
  roleUrl = Object.assign(new URL(server.url), { username: role, password: 'first' }).href;
});
afterAll(async () => {
  await server.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await server.drop();
});

/** What each way of asking is told. */
async function told(database: Database): Promise<string[]> {
  const answers: string[] = [];
  for (const [way, ask] of ASKS) {
    const error = await ask(database).catch((error: unknown) => error);
    expect([way, error]).toEqual([way, expect.any(TemporarilyUnavailable)]);
    answers.push((error as TemporarilyUnavailable).detail);
  }
  return answers;
}

describe('a database that an operator must mend is away until then, and the log says why', () => {
  let database: Database;
  beforeEach(() => {
    database = new Database(roleUrl);
  });
  afterEach(() => database.close());

  /** Connections that are open already know nothing of it. */
  async function reconnect(): Promise<void> {
    await server.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = '${role}'`,
    );
    await eventually(
      () => database.pool.totalCount,
      (open) => expect(open).toBe(0),
    );
  }

  it.each([
    [
      'the role has no connection left',
      'ALTER ROLE $ CONNECTION LIMIT 0',
      'ALTER ROLE $ CONNECTION LIMIT -1',
      /no connection left.*limits of the user/,
    ],
    [
      'the role has another password',
      `ALTER ROLE $ PASSWORD 'second'`,
      `ALTER ROLE $ PASSWORD 'first'`,
      /refused the user name or password/,
    ],
    ['the role may not log in', 'ALTER ROLE $ NOLOGIN', 'ALTER ROLE $ LOGIN', /refused the user/],
    [
      'the role lost its rights',
      'REVOKE SELECT ON brands FROM $',
      'GRANT SELECT ON brands TO $',
      /may not do this there; GRANT/,
    ],
    [
      'a table is gone',
      'ALTER TABLE brands RENAME TO gone',
      'ALTER TABLE gone RENAME TO brands',
      /a table of Latchkey is gone; set its search_path back/,
    ],
    [
      'a column is gone',
      'ALTER TABLE brands RENAME COLUMN slug TO gone',
      'ALTER TABLE brands RENAME COLUMN gone TO slug',
      /a column of Latchkey is gone/,
    ],
    [
      'the search path leads elsewhere',
      'ALTER ROLE $ SET search_path TO information_schema',
      'ALTER ROLE $ RESET search_path',
      /tables are in the schema public.* leads to information_schema; ALTER ROLE/,
    ],
    [
      'the search path leads nowhere',
      'ALTER ROLE $ SET search_path TO nowhere',
      'ALTER ROLE $ RESET search_path',
      /tables are in the schema public.* leads to none; ALTER ROLE/,
    ],
  ])('%s', async (_, fault, mend, reason) => {
    for (const [, ask] of ASKS) await ask(database);
    await server.query(fault.replace('$', role));
    try {
      await reconnect();
      for (const detail of await told(database)) expect(detail).toMatch(reason);
    } finally {
      await server.query(mend.replace('$', role));
    }
    await reconnect();
    for (const [, ask] of ASKS) await ask(database);
  });
});

const NODE = 'a node whose database becomes unusable while it runs';
const hasPooler = requireTools(NODE, ['pgbouncer']);

describe(NODE, () => {
  /** Ends every connection, then asks until the answer is that the database is away. @returns the log of that answer */
  async function refused(node: Latchkey, log: string[]): Promise<string> {
    await node.database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    const { email: username, password } = ADMINISTRATOR;
    const login = () => {
      log.length = 0;
      return postJson(`${node.baseUrl}/auth/login`, { username, password });
    };
    await eventually(login, ({ status, headers }) => {
      expect([status, headers['retry-after'], log.length]).toEqual([503, '2', 1]);
      expect(log[0]).not.toContain('57P01'); // the connections that were ended
    });
    return log.join('');
  }

  it('because its role has no connection left answers 503, and its log names the role', async () => {
    const log: string[] = [];
    const settings = { DATABASE_URL: roleUrl, LOG_LEVEL: 'error' };
    await server.query(
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
    );
    const node = await startLatchkey({ database: server, settings, log: { write: (line) => log.push(line) } });
    try {
      await server.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
      const line = await refused(node, log);
      expect(line).toContain(
        'the database cannot be used: it has no connection left; raise max_connections or the limits',
      );
      expect(line).toContain(`too many connections for role \\"${role}\\"`);
    } finally {
      await server.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
      await node.stop();
    }
  });

  (hasPooler ? it : it.skip)(
    'because its search path was changed behind a pooler answers 503, and says so',
    async () => {
      const log: string[] = [];
      const pooler = await PgBouncer.to(server.url, { ignore_startup_parameters: 'options' });
      const settings = { DATABASE_URL: pooler.url, LOG_LEVEL: 'error' };
      const node = await startLatchkey({ database: server, settings, log: { write: (line) => log.push(line) } });
      try {
        await server.query(`ALTER DATABASE ${name} SET search_path TO nowhere`);
        expect(await refused(node, log)).toMatch(/set its search_path back|leads to none; ALTER ROLE/);
      } finally {
        await server.query(`ALTER DATABASE ${name} RESET search_path`);
        await node.stop();
        await pooler.stop();
      }
    },
  );
});
