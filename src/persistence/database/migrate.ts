import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Connections } from './connections.js';
import { beginLong } from './long-transaction.js';
import { BRIEFLY, outwaitTables, TableHeld } from './table-wait.js';

/** prisma/migrations, at the root of the package. */
const FOLDER = fileURLToPath(new URL('../../../prisma/migrations/', import.meta.url));

/** The table that `prisma migrate` keeps, so that either may follow the other. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The advisory lock that Prisma Migrate itself takes. */
const LOCK = 72_707_369;

/** A migration whose node stands still or has vanished is undone after a minute: all others wait for its locks. */
const BOUND = '-c idle_in_transaction_session_timeout=60000';

interface Migration {
  name: string;
  /** With LF at the ends of its lines. */
  sql: string;
  /** The first is what is recorded. Earlier releases recorded the other, of the file with CRLF, in a checkout on Windows. */
  checksums: readonly [string, string];
}

/** The settings that a migration may read, as `current_setting('latchkey.…', true)`; it must work without them. */
export interface MigrationFacts {
  signingAlg: string;
}

interface MigrationOptions {
  facts?: MigrationFacts;
  folder?: string;
  /** Is told what a migration waits for. */
  report?: (line: string) => void;
}

/** How a migration says, in a line of its own, that earlier releases do not run on what it leaves. */
const CONTRACTS = /^-- contract$/m;

/** SQLSTATE: a table, a type, or a constraint of this name is there already, made by another program. */
const TAKEN = new Set(['42P07', '42710']);

/** A migration cannot be applied; an operator must act. */
export class MigrationFault extends Error {}

/**
 * Applies the missing migrations, each in one transaction with its record. Any number of nodes
 * may do so at once; the lock belongs to the transaction, so a transaction pooler in between does no harm. A table that
 * another transaction holds, such as a dump, is waited for with pauses.
 * @returns the names of the migrations this call applied
 */
export async function migrate(
  databaseUrl: string,
  { facts, folder = FOLDER, report = () => undefined }: MigrationOptions = {},
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const connections = new Connections(databaseUrl, { max: 1, session: BOUND, application_name: 'latchkey migrations' });
  const client = await connections.connect();
  try {
    if ((await pendingOf(client, migrations)).length === 0) return [];
    const applied: string[] = [];
    for (;;) {
      const name = await outwaitTables(client, () => applyNext(client, migrations, facts), report);
      if (name === undefined) return applied;
      applied.push(name);
    }
  } finally {
    client.release();
    await connections.end();
  }
}

/** The migrations that the database behind `client` still lacks. */
export async function pendingMigrations(client: Pick<pg.Pool, 'query'>, folder = FOLDER): Promise<string[]> {
  return (await pendingOf(client, await readMigrations(folder))).map(({ name }) => name);
}

/**
 * The migrations of newer releases that the database has and that this release runs on (docs/adr/0042).
 * @param subject the database and its verb, as the fault's sentence begins
 * @throws MigrationFault where it does not run on one of them
 */
export async function newerMigrations(client: Pick<pg.Pool, 'query'>, subject: string): Promise<string[]> {
  const known = new Set((await readMigrations(FOLDER)).map(({ name }) => name));
  const newer = (await appliedTo(client)).filter((row) => !known.has(row.migration_name));
  const contracting = newer.filter(({ logs }) => logs !== 'expand').map(({ migration_name }) => migration_name);
  if (contracting.length > 0)
    throw new MigrationFault(
      `${subject} a database of a newer release (${contracting.join(', ')}), which this one does not run on; start that release`,
    );
  return newer.map(({ migration_name }) => migration_name);
}

async function applyNext(
  client: pg.ClientBase,
  migrations: Migration[],
  facts: MigrationFacts | undefined,
): Promise<string | undefined> {
  await beginLong(client);
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${String(LOCK)})`);
    // only now: for another node's migration this one waits as long as it takes
    await client.query(BRIEFLY);
    if (facts !== undefined)
      await client.query(`SELECT set_config('latchkey.signing_alg', $1, true)`, [facts.signingAlg]);
    const [next] = await pendingOf(client, migrations);
    if (next) await apply(client, next);
    await client.query('COMMIT');
    return next?.name;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function apply(client: pg.ClientBase, { name, sql, checksums: [checksum] }: Migration): Promise<void> {
  await client.query(TABLE);
  try {
    await client.query(sql);
  } catch (cause) {
    if (TableHeld.is(cause)) throw new TableHeld(name, cause);
    const { code, message } = cause as Error & { code?: string };
    const mend = code !== undefined && TAKEN.has(code) ? '; DATABASE_URL must name a database of its own' : '';
    throw new MigrationFault(`migration ${name} failed: ${message}${mend}`, { cause });
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count, logs)
     VALUES ($1, $2, $3, clock_timestamp(), 1, $4)`,
    [randomUUID(), checksum, name, CONTRACTS.test(sql) ? 'contract' : 'expand'],
  );
}

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished: boolean;
  /** expand or contract */
  logs: string | null;
}

async function appliedTo(client: Pick<pg.Pool, 'query'>): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  );
  if (!tables[0]?.present) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, logs
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

async function pendingOf(client: Pick<pg.Pool, 'query'>, migrations: Migration[]): Promise<Migration[]> {
  const rows = await appliedTo(client);
  const known = new Map(rows.map((row) => [row.migration_name, row]));
  for (const { name, checksums } of migrations) {
    const row = known.get(name);
    if (row && !row.finished)
      throw new MigrationFault(`migration ${name} failed before; resolve it with prisma migrate resolve`);
    if (row && !checksums.includes(row.checksum))
      throw new MigrationFault(`migration ${name} was changed after it was applied`);
  }
  return migrations.filter(({ name }) => !known.has(name));
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = (await readFile(`${folder}/${name}/migration.sql`, 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksums: [checksumOf(sql), checksumOf(sql.replaceAll('\n', '\r\n'))] as const };
    }),
  );
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
