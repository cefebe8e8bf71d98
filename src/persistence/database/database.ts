import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { POOL_SIZE } from '../../config/process-connections.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { type Prisma, PrismaClient } from '../generated/client.js';
import { Connections, type PreparedStatements } from './connections.js';
import { errorCodeOf } from './error-code.js';
import { asOutage, isOfTheFormerKey } from './outage.js';
import { Slots } from './slots.js';
import { Turns } from './turns.js';

/** A statement prepared once per connection: name, text. */
export interface HotStatement {
  readonly name: string;
  readonly text: string;
}

export type RawTransaction = Prisma.TransactionClient;

declare const HELD: unique symbol;

/** A transaction that holds what its caller stands on: `recordedWrite` makes one, and only in one is anything audited. */
export type Transaction = RawTransaction & { readonly [HELD]: true };

/**
 * Rows are looked up by their keys, also in a table that is small while the plan is made: plans are kept, and tables
 * grow (docs/adr/0024).
 */
const PLANNING = '-c enable_seqscan=off -c jit=off';

/** A statement, and the rows of a transaction whose node stands still or has vanished, hold for so many milliseconds. */
const BOUNDS = '-c statement_timeout=15000 -c idle_in_transaction_session_timeout=10000';
/** What statements are written for: under another isolation, which a role may have, parallel callers fail. */
const ISOLATION = '-c default_transaction_isolation=read\\ committed';

const DISK_FULL = '53100';
/** Needs new pages, and leaves nothing. */
const SOME_PAGES = `DO $$ BEGIN
  INSERT INTO audit_events (id, action, outcome, actor_type, reason)
  SELECT gen_random_uuid(), 'none', 'success', 'system', string_agg(md5(n::text), '') FROM generate_series(1, 16384) n;
  RAISE EXCEPTION USING ERRCODE = 'LK001';
EXCEPTION WHEN SQLSTATE 'LK001' THEN NULL;
END $$`;

/** Prisma writes the schema into its statements: it is the one in which those without Prisma find the tables. */
class PrismaOnPool extends PrismaPg {
  constructor(private readonly pool: Connections) {
    super(pool);
  }

  override async connect() {
    return new PrismaPg(this.pool, { schema: await this.pool.ownSchema() }).connect();
  }
}

/** One PostgreSQL, one pool: hot statements through `pg`, everything else through Prisma on the same connections. */
export class Database {
  readonly pool: Connections;
  readonly prisma: PrismaClient;
  /** Of accounts and sign-ins: see `recordedWrite` and `SignInExamination`. */
  readonly turns = new Turns();
  /** Of connections for what many callers shared and now send apart: see `GatheredStatement`. */
  readonly apart: Slots;
  /** Of connections that wait for a row which another transaction holds. */
  readonly outwaiting: Slots;
  private refusesWrites = false;

  constructor(
    readonly url: string,
    poolSize = POOL_SIZE,
    preparedStatements: PreparedStatements = 'auto',
  ) {
    this.pool = new Connections(url, {
      max: poolSize,
      connectionTimeoutMillis: 3000,
      idleTimeoutMillis: 60_000,
      // a little more than the server's own limit: for when the network swallows the answer
      query_timeout: 20_000,
      session: `${BOUNDS} ${ISOLATION} ${PLANNING}`,
      application_name: 'latchkey',
      preparedStatements,
    });
    const quarter = Math.max(1, Math.floor(poolSize / 4));
    this.apart = new Slots(quarter);
    this.outwaiting = new Slots(quarter);
    this.prisma = new PrismaClient({ adapter: new PrismaOnPool(this.pool) });
  }

  /** Runs one prepared statement: one round trip, one implicit transaction. */
  async run<Row extends pg.QueryResultRow>(statement: HotStatement, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.prepared<Row>({ name: statement.name, text: statement.text, values })).rows;
    } catch (error) {
      throw this.asRefusal(error);
    }
  }

  /** Runs reads or a single write through Prisma. */
  async query<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    try {
      return await work(this.prisma);
    } catch (error) {
      throw this.asRefusal(error);
    }
  }

  async transaction<T>(work: (tx: RawTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.prisma.$transaction(work, { maxWait: 3000, timeout: 10_000 });
    } catch (error) {
      throw this.asRefusal(error);
    }
  }

  /** Undefined when the database takes writes; otherwise why it does not. */
  async fault(): Promise<string | undefined> {
    try {
      if (await this.isReadOnly()) return 'the database is read-only';
    } catch (error) {
      return `the database does not answer: ${(error as Error).message}`;
    }
    return this.refusesWrites ? this.tryToWrite() : undefined;
  }

  /** A connection to a server that takes no writes is given up: the next one may go to another. */
  private async isReadOnly(): Promise<boolean> {
    const client = await this.pool.connect();
    let isReadOnly = true;
    try {
      const { rows } = await client.query<{ read_only: string }>(
        `SELECT current_setting('transaction_read_only') AS read_only`,
      );
      isReadOnly = rows[0]?.read_only === 'on';
    } finally {
      client.release(isReadOnly);
    }
    return isReadOnly;
  }

  /** A disk was full. Once it takes some new pages there is room again. */
  private async tryToWrite(): Promise<string | undefined> {
    try {
      await this.pool.query(SOME_PAGES);
      this.refusesWrites = false;
      return undefined;
    } catch (error) {
      return `the database does not take writes: ${(error as Error).message}`;
    }
  }

  private asRefusal(error: unknown): unknown {
    if (hasCode(error, DISK_FULL)) this.refusesWrites = true;
    return asRefusal(error);
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    if (!this.pool.ended) await this.pool.end();
  }
}

/** A row that was read before is no longer there, or not yet: foreign key violation, record to update not found. */
const GONE = new Set(['23503', 'P2003', 'P2025']);

/** A value that no column can hold: NUL and other bytes that are no text, a number or time out of range. */
const UNSTORABLE_SQLSTATE = /^(22021|22P05|22P02|22003|22007|22008)$/;

function asRefusal(error: unknown): unknown {
  const outage = asOutage(error);
  if (outage !== undefined) return outage;
  if (isUnstorable(error)) {
    const description = 'A value holds a character that no text has, such as NUL, or is out of range';
    return new InvalidRequest(description, [], { detail: (error as Error).message, cause: error });
  }
  if (!isGone(error)) return error;
  const description = 'What the request refers to has just been deleted or changed; try again';
  return new Refusal('conflict', description, { detail: (error as Error).message, cause: error });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (errorCodeOf(error) === code || hasCode(error.cause, code));
}

function isUnstorable(error: unknown): boolean {
  return error instanceof Error && (UNSTORABLE_SQLSTATE.test(errorCodeOf(error)) || isUnstorable(error.cause));
}

/** Whether a write failed because a row that it refers to was deleted since it was read. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof Error) || isOfTheFormerKey(error)) return false;
  return GONE.has(errorCodeOf(error)) || isGone(error.cause);
}

/** Whether the statement was the one that PostgreSQL ended so that others could go on. */
export function isDeadlock(error: unknown): boolean {
  return hasCode(error, '40P01');
}

/** Whether the statement was given up on because another transaction holds a row for longer than it waits. */
export function isHeld(error: unknown): boolean {
  return hasCode(error, '55P03');
}

/** Whether a write failed on a unique constraint. */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'P2002';
}

interface Violation {
  meta?: { driverAdapterError?: { cause?: { table?: string; constraint?: { index?: string; fields?: string[] } } } };
}

/** The column, or columns, of the unique constraint that a write failed on, by the names that Prisma gives constraints. */
export function violatedColumn(error: unknown): string | undefined {
  if (!isUniqueViolation(error)) return undefined;
  const { table, constraint } = (error as Violation).meta?.driverAdapterError?.cause ?? {};
  // servers like PostgreSQL need not tell the table: it is the first word then
  const named = new RegExp(`^${table ?? '[^_]+'}_(.+)_key$`).exec(constraint?.index ?? '');
  return constraint?.fields?.join('_') ?? named?.[1];
}
