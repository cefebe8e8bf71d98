import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database } from '../../src/persistence/database/database.js';
import { migrate } from '../../src/persistence/database/migrate.js';
import { TemporarilyUnavailable } from '../../src/protocol/refusal.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const GONE = '00000000-0000-4000-8000-000000000000';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await createDatabase();
  database = new Database(server.url);
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

describe('a statement whose connection PostgreSQL ends', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['prepared', () => database.run({ name: 'wait', text: 'SELECT pg_sleep(30)' }, [])],
    ['through Prisma', () => database.query((prisma) => prisma.$queryRaw`SELECT pg_sleep(30)::text`)],
    ['in a transaction', () => database.transaction((tx) => tx.$queryRaw`SELECT pg_sleep(30)::text`)],
  ])('fails as an outage: %s', async (_, wait) => {
    const waiting = expect(wait()).rejects.toThrow(TemporarilyUnavailable);
    const end = () =>
      server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
                       AND state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`);
    await eventually(
      async () => (await end()).length,
      (value) => expect(value).toBeGreaterThan(0),
    );
    await waiting;
  });
});

describe('a node that stands still in a transaction', () => {
  it('holds its rows for no longer than a transaction may take', async () => {
    await server.query('CREATE TABLE held AS SELECT 1 AS id');
    const standing = new Database(server.url, 1);
    const client = await standing.pool.connect();
    const lost = new Promise((resolve) => client.on('error', resolve));
    await client.query('BEGIN');
    await client.query('SELECT FROM held FOR UPDATE');
    await server.query('UPDATE held SET id = 2');
    expect(await lost).toMatchObject({ code: '25P03' });
    client.release(true);
    await standing.close();
  });

  it('nor those of a migration for ever', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    mkdirSync(path.join(folder, 'bounds'));
    const sql = `CREATE TABLE bounds AS SELECT current_setting('idle_in_transaction_session_timeout') AS idle`;
    writeFileSync(path.join(folder, 'bounds/migration.sql'), sql);
    await migrate(server.url, { folder });
    expect(await server.query('SELECT idle FROM bounds')).toEqual([{ idle: '1min' }]);
    rmSync(folder, { recursive: true });
  });
});

describe('a migration in a checkout with other ends of lines', () => {
  const LF = "CREATE FUNCTION lines() RETURNS text LANGUAGE sql AS $$ SELECT '\n' $$;\n";
  const TEXTS = { LF, CRLF: LF.replaceAll('\n', '\r\n') };
  const checksumOf = (sql: string) => createHash('sha256').update(sql).digest('hex');
  let folder: string;
  const write = (sql: string) => {
    writeFileSync(path.join(folder, 'lines/migration.sql'), sql);
  };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    mkdirSync(path.join(folder, 'lines'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(['LF', 'CRLF'] as const)('is applied and recorded alike: %s', async (ends) => {
    write(TEXTS[ends]);
    await server.query('DROP FUNCTION IF EXISTS lines');
    await server.query(`DELETE FROM _prisma_migrations WHERE migration_name = 'lines'`);
    expect(await migrate(server.url, { folder })).toEqual(['lines']);
    expect(await server.query('SELECT lines()')).toEqual([{ lines: '\n' }]);
    const records = await server.query(`SELECT checksum FROM _prisma_migrations WHERE migration_name = 'lines'`);
    expect(records).toEqual([{ checksum: checksumOf(LF) }]);
  });

  it.each([
    ['LF', 'LF'],
    ['LF', 'CRLF'],
    ['CRLF', 'LF'],
    ['CRLF', 'CRLF'],
  ] as const)('counts as applied where %s was recorded and the file has %s', async (recorded, found) => {
    write(TEXTS[found]);
    const record = `UPDATE _prisma_migrations SET checksum = $1 WHERE migration_name = 'lines'`;
    await server.query(record, [checksumOf(TEXTS[recorded])]);
    expect(await migrate(server.url, { folder })).toEqual([]);
  });

  it.each(['LF', 'CRLF'] as const)('is refused where anything else was changed: %s', async (ends) => {
    write(`${TEXTS[ends]}-- more`);
    await expect(migrate(server.url, { folder })).rejects.toThrow('migration lines was changed after it was applied');
  });
});

describe('migrations of a role that has bounds of its own', () => {
  const MIGRATIONS_LOCK = 72_707_369;
  let own: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    own = await createDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    mkdirSync(path.join(folder, 'bounds'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await own.drop();
  });

  const has = (name: string, value: string) =>
    own.query(`ALTER ROLE CURRENT_USER IN DATABASE ${new URL(own.url).pathname.slice(1)} SET ${name} TO '${value}'`);

  it('take as long as they need, and are applied by one of the nodes that wait for each other', async () => {
    const bounds = await own.query<{ name: string }>(
      `SELECT name FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')`,
    );
    for (const { name } of bounds) await has(name, '1h');
    await has('lock_timeout', '1ms');
    await has('default_transaction_isolation', 'repeatable read');
    await own.query('CREATE TABLE bounds (name text, setting text)');
    writeFileSync(
      path.join(folder, 'bounds/migration.sql'),
      `INSERT INTO bounds SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')`,
    );
    const holder = new pg.Client({ connectionString: own.url });
    await holder.connect();
    await holder.query(`SELECT pg_advisory_lock(${String(MIGRATIONS_LOCK)})`);
    const nodes = Promise.allSettled([migrate(own.url, { folder }), migrate(own.url, { folder })]);
    try {
      await eventually(
        () =>
          own.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
        (waiting) => expect(waiting).toHaveLength(2),
      );
    } finally {
      await holder.end();
    }
    const applied = (await nodes).map((node) => (node.status === 'fulfilled' ? node.value : String(node.reason)));
    expect(applied).toHaveLength(2);
    expect(applied).toEqual(expect.arrayContaining([['bounds'], []]));
    expect(await own.query('SELECT name, setting FROM bounds ORDER BY name')).toEqual(
      bounds.map(({ name }) => ({ name, setting: '0' })),
    );
  });
});

describe('a role with another isolation of transactions', () => {
  it('has that of the server while the server asks', async () => {
    const own = await createDatabase();
    const name = new URL(own.url).pathname.slice(1);
    await own.query(`ALTER DATABASE ${name} SET default_transaction_isolation TO 'serializable'`);
    const database = new Database(own.url);
    try {
      expect((await database.pool.query('SHOW transaction_isolation')).rows).toEqual([
        { transaction_isolation: 'read committed' },
      ]);
    } finally {
      await database.close();
      await own.drop();
    }
  });
});

describe('a migration of a table that a dump reads', () => {
  it('lets the statements of others pass while it waits, says what holds the table, and is applied once that ends', async () => {
    await server.query('CREATE TABLE dumped AS SELECT 1 AS id');
    const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    mkdirSync(path.join(folder, 'widened'));
    writeFileSync(path.join(folder, 'widened/migration.sql'), 'ALTER TABLE dumped ADD COLUMN added int');
    const dump = new pg.Client({ connectionString: server.url, application_name: 'nightly dump' });
    await dump.connect();
    await dump.query('BEGIN');
    await dump.query('LOCK TABLE dumped IN ACCESS SHARE MODE');
    const reports: string[] = [];
    let isDone = false;
    const migrating = migrate(server.url, { folder, report: (line) => reports.push(line) }).finally(
      () => (isDone = true),
    );
    try {
      await eventually(
        () => server.query(`SELECT FROM pg_locks WHERE relation = 'dumped'::regclass AND NOT granted`),
        (waiting) => expect(waiting).toHaveLength(1),
      );
      // as long as a statement of a node may take: behind a migration that stays in the queue it ends there
      const other = new Database(server.url, 1);
      expect(await other.run({ name: 'dumped', text: 'SELECT id FROM dumped' }, [])).toEqual([{ id: 1 }]);
      await other.close();
      expect(isDone).toBe(false);
      await eventually(
        () => reports[0],
        (line) => expect(line).toContain('nightly dump'),
      );
      expect(reports[0]).toMatch(/^migration widened waits/);
    } finally {
      await dump.query('COMMIT');
      await dump.end();
    }
    expect(await migrating).toEqual(['widened']);
    expect(await server.query('SELECT added FROM dumped')).toEqual([{ added: null }]);
    rmSync(folder, { recursive: true });
  });
});

describe('what PostgreSQL ends so that others can go on', () => {
  it.each(['25P03', '40P01', '55P03', '57014'])('fails as an outage: %s', async (code) => {
    const end = { name: `end_${code}`, text: `DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '${code}'; END $$` };
    await expect(database.run(end, [])).rejects.toThrow(TemporarilyUnavailable);
  });
});

describe('plans', () => {
  it('look rows up by their keys, also in a table that is small while they are made', async () => {
    await server.query('CREATE TABLE small AS SELECT 1 AS id');
    await server.query('ALTER TABLE small ADD PRIMARY KEY (id)');
    await server.query('ANALYZE small');
    const explain = { name: 'plan', text: 'EXPLAIN SELECT FROM small WHERE id = 1' };
    const rows = await database.run<{ 'QUERY PLAN': string }>(explain, []);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('small_pkey');
  });
});

describe('a write that refers to a row that is gone', () => {
  it.each<[string, (of: Database) => Promise<unknown>]>([
    ['prepared', (of) => of.run({ name: 'orphan', text: `INSERT INTO known_networks VALUES ('${GONE}', 'x')` }, [])],
    [
      'through Prisma',
      (of) => of.query((prisma) => prisma.knownNetwork.create({ data: { userId: GONE, network: 'x' } })),
    ],
    ['in a transaction', (of) => of.transaction((tx) => tx.user.update({ where: { id: GONE }, data: { name: 'x' } }))],
  ])('is a conflict, and no server error: %s', async (_, write) => {
    await expect(write(database)).rejects.toMatchObject({ reason: 'conflict' });
  });
});

describe('a value that no column can hold', () => {
  it.each<[string, (of: Database) => Promise<unknown>]>([
    ['NUL, prepared', (of) => of.run({ name: 'nul', text: 'SELECT $1::text' }, ['a\0b'])],
    [
      'NUL, through Prisma',
      (of) => of.query((prisma) => prisma.application.findUnique({ where: { clientId: 'a\0b' } })),
    ],
    ['no UUID, through Prisma', (of) => of.query((prisma) => prisma.$queryRaw`SELECT ${'x'}::text::uuid`)],
    [
      'too large a number, in a transaction',
      (of) => of.transaction((tx) => tx.$queryRaw`SELECT ${'1e10'}::text::float8::int4`),
    ],
  ])('is the fault of the request, and no server error: %s', async (_, ask) => {
    await expect(ask(database)).rejects.toMatchObject({ reason: 'invalid_request' });
  });
});

describe('a database whose tables lie in a schema of their own', () => {
  const schema = 'own schema';
  const quoted = '"own schema"';

  it.each([
    ['is served where the URL names it', () => `${server.url}?schema=${encodeURIComponent(schema)}`],
    ['is served where the search path of the database names it', () => server.url],
  ])('%s', async (_, url) => {
    await server.query(`DROP SCHEMA IF EXISTS ${quoted} CASCADE`);
    await server.query(`CREATE SCHEMA ${quoted}`);
    const name = new URL(server.url).pathname.slice(1);
    if (url() === server.url) await server.query(`ALTER DATABASE ${name} SET search_path TO ${quoted}`);
    await migrate(url());
    const own = new Database(url());
    try {
      const data = { id: randomUUID(), slug: 'own', name: 'Own' };
      await own.query((prisma) => prisma.brand.create({ data }));
      expect(await own.run({ name: 'own brands', text: 'SELECT slug FROM brands' }, [])).toEqual([{ slug: 'own' }]);
      expect(await server.query('SELECT FROM public.brands')).toEqual([]);
    } finally {
      await own.close();
      await server.query(`ALTER DATABASE ${name} RESET search_path`);
    }
  });
});

describe('a database whose dates are written otherwise', () => {
  it('is read all the same', async () => {
    const name = new URL(server.url).pathname.slice(1);
    await server.query(`ALTER DATABASE ${name} SET datestyle TO 'German'`);
    const german = new Database(server.url);
    try {
      const [row] = await german.query(
        (prisma) => prisma.$queryRaw<{ at: Date }[]>`SELECT '2026-11-30Z'::timestamptz AS at`,
      );
      expect(row?.at).toEqual(new Date('2026-11-30'));
    } finally {
      await german.close();
      await server.query(`ALTER DATABASE ${name} RESET datestyle`);
    }
  });
});
