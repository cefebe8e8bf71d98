import type { QueryResultRow } from 'pg';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { type Database, type HotStatement, isDeadlock, isHeld } from './database.js';
import type { Slots } from './slots.js';
import { Turns } from './turns.js';

/**
 * A statement that acts for many calls at once. Its `r` has a row for each call: the columns, and `caller`, the number of the
 * call. Each row that it returns has the `caller` that it is for.
 */
export interface StatementForMany<Column extends string> {
  readonly name: string;
  /** PostgreSQL's type of each column; none is an array. */
  readonly columns: Readonly<Record<Column, string>>;
  /** Calls with the same value in this column lock the same rows. Null: the statement locks none. */
  readonly locks: NoInfer<Column> | null;
  /** What follows `WITH r AS (…)`. */
  readonly text: string;
}

interface Call<Column extends string, Row> {
  readonly values: Readonly<Record<Column, unknown>>;
  /** Calls of the same key lock the same rows. */
  readonly key: string;
  /** The time, by `performance.now()`, at which it is refused if it was not sent or its row is still locked. */
  readonly until: number;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Statements of a kind that run at once: while one waits for the disk, another can be sent. */
const LANES = 2;
/** Calls of one statement. */
const MOST = 64;

/** Milliseconds that a statement for many calls waits for a locked row. */
const LOCK_MS = 500;
/** Milliseconds that each of its parts waits, when they are sent apart to find out whose row is locked. */
const APART_LOCK_MS = 100;
/** Milliseconds until a call is refused: as long as a transaction may take. */
const PATIENCE_MS = 10_000;

/**
 * Calls that arrive while statements are running share the next one: its round trip, its plan and its commit. A call that
 * arrives alone is sent at once. Each is answered after the commit. Calls for a row that another transaction has locked wait
 * apart from all others (docs/adr/0013).
 */
export class GatheredStatement<Column extends string, Row extends QueryResultRow = QueryResultRow> {
  private readonly statement: HotStatement;
  private readonly columns: readonly Column[];
  private readonly locks: Column | null;
  /** In the order of their arrival. */
  private waiting: Call<Column, Row>[] = [];
  private underWay = 0;
  /** The keys of the rows that the statements under way lock. */
  private readonly locked = new Set<string>();
  private scheduled = false;
  private deadline: NodeJS.Timeout | undefined;
  /** Calls for rows that other transactions have locked, one after the other for each key. */
  private readonly outwaiting = new Turns();

  constructor(
    private readonly database: Database,
    { name, columns, locks, text }: StatementForMany<Column>,
    private readonly patience = PATIENCE_MS,
  ) {
    this.columns = Object.keys(columns) as Column[];
    this.locks = locks;
    const arrays = this.columns.map((column, i) => `$${String(i + 1)}::${columns[column]}[]`);
    const names = [...this.columns, 'caller'].join(', ');
    // The planner expects about one row of a range, and then looks rows up by their keys. Without the range it may plan to
    // read a whole table that is small when the plan is made, and keep the plan while the table grows.
    const known = `caller BETWEEN 1 AND ${String(MOST)}`;
    // `true`: for this statement alone, which works through a pooler, too. It is set before anything is locked
    const bounded = `(SELECT set_config('lock_timeout', $${String(arrays.length + 1)}, true)) IS NOT NULL`;
    const r = `SELECT * FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS r (${names}) WHERE ${known} AND ${bounded}`;
    this.statement = { name, text: `WITH r AS (${r})${text}` };
  }

  /** The row that the statement returned for this call; undefined if there is none. */
  run(values: Readonly<Record<Column, unknown>>): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      const call = { values, key: this.keyOf(values), until: performance.now() + this.patience, resolve, reject };
      if (this.outwaiting.has(call.key)) {
        this.outwait(call);
        return;
      }
      this.waiting.push(call);
      if (this.locked.has(call.key)) this.deadline ??= this.untilDeadline();
      else this.schedule();
    });
  }

  /** Sends after what has arrived by now was read, so that calls that arrive together share a statement. */
  private schedule(): void {
    if (this.underWay === LANES) this.deadline ??= this.untilDeadline();
    else if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.send();
      });
    }
  }

  private untilDeadline(): NodeJS.Timeout | undefined {
    const [first] = this.waiting;
    if (first === undefined) return undefined;
    return setTimeout(() => {
      const now = performance.now();
      const inTime = this.waiting.findIndex(({ until }) => until > now);
      const late = this.waiting.splice(0, inTime === -1 ? this.waiting.length : inTime);
      for (const call of late) call.reject(new TemporarilyUnavailable('no statement was answered in time'));
      this.deadline = this.untilDeadline();
    }, first.until - performance.now()).unref();
  }

  private send(): void {
    const calls = this.next();
    if (calls.length === 0) {
      this.deadline ??= this.untilDeadline();
      return;
    }
    this.underWay++;
    const locked = this.locks === null ? [] : calls.map(({ key }) => key);
    for (const key of locked) this.locked.add(key);
    void this.settle(inOrder(calls)).finally(() => {
      this.underWay--;
      for (const key of locked) this.locked.delete(key);
      this.schedule();
    });
    this.schedule();
  }

  /**
   * Takes out the calls of the next statement. A call for a row that a statement under way locks stays: all that share its
   * statement would wait with it.
   */
  private next(): Call<Column, Row>[] {
    const calls: Call<Column, Row>[] = [];
    const behind: Call<Column, Row>[] = [];
    let seen = 0;
    for (const call of this.waiting) {
      if (calls.length === MOST) break;
      seen++;
      if (this.outwaiting.has(call.key)) this.outwait(call);
      else (this.locked.has(call.key) ? behind : calls).push(call);
    }
    this.waiting = behind.concat(this.waiting.slice(seen));
    return calls;
  }

  private keyOf(values: Readonly<Record<Column, unknown>>): string {
    const column = this.locks ?? this.columns[0];
    return column === undefined ? '' : String(values[column]);
  }

  private async settle(calls: readonly Call<Column, Row>[], isApart = false): Promise<void> {
    try {
      if (isApart) await this.askInTime(this.database.apart, calls, APART_LOCK_MS);
      else await this.ask(calls, LOCK_MS);
    } catch (error) {
      const isEverybodys = error instanceof TemporarilyUnavailable && !isDeadlock(error) && !isHeld(error);
      const parts = isEverybodys ? [] : this.partsOf(calls, isHeld(error));
      // nothing was committed: the parts are tried apart, so that the fault of one call does not fail the others
      if (parts.length > 1) await Promise.all(parts.map((part) => this.settle(part, true)));
      else if (isHeld(error)) for (const call of calls) this.outwait(call);
      else for (const call of calls) call.reject(error);
    }
  }

  /** The calls of each key together. If all have one key: each call by itself, unless its row is locked, for all of them. */
  private partsOf(calls: readonly Call<Column, Row>[], areHeld: boolean): Call<Column, Row>[][] {
    const parts = new Map<string, Call<Column, Row>[]>();
    for (const call of calls) {
      const part = parts.get(call.key);
      if (part) part.push(call);
      else parts.set(call.key, [call]);
    }
    return parts.size > 1 || areHeld ? [...parts.values()] : calls.map((call) => [call]);
  }

  /** One call of each key waits in the database, and a few of all keys: the lanes and most connections are for others. */
  private outwait(call: Call<Column, Row>): void {
    const wait = () => this.askInTime(this.database.outwaiting, [call]);
    this.outwaiting.take([call.key], wait).catch(call.reject);
  }

  private askInTime(slots: Slots, calls: readonly Call<Column, Row>[], lockMs = Infinity): Promise<void> {
    return slots.take(async () => {
      const left = Math.max(...calls.map(({ until }) => until)) - performance.now();
      if (left <= 0) throw new TemporarilyUnavailable('a row was held for too long');
      await this.ask(calls, Math.min(left, lockMs));
    });
  }

  private async ask(calls: readonly Call<Column, Row>[], lockMs: number): Promise<void> {
    const values: unknown[] = this.columns.map((column) => calls.map((call) => call.values[column]));
    values.push(String(Math.ceil(lockMs)));
    const rows = await this.database.run<Row & { caller: number }>(this.statement, values);
    const found = new Map(rows.map((row) => [row.caller, row]));
    for (const [i, call] of calls.entries()) call.resolve(found.get(i + 1));
  }
}

/** By key, so that statements that lock the same rows lock them in the same order. */
function inOrder<Keyed extends { readonly key: string }>(calls: Keyed[]): Keyed[] {
  return calls.length === 1 ? calls : calls.sort((a, b) => (a.key < b.key ? -1 : 1));
}
