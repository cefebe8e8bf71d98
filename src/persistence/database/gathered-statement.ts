import type { QueryResultRow } from 'pg';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { type Database, type HotStatement, isDeadlock, isHeld } from './database.js';
import type { Slots } from './slots.js';
import { Turns } from './turns.js';

/** A statement that acts for many callers at once. They are the rows of `r`: the columns, and `caller`, which the rows it returns name. */
export interface StatementForMany<Column extends string> {
  readonly name: string;
  /** PostgreSQL's type of each column; none is an array. */
  readonly columns: Readonly<Record<Column, string>>;
  /** Callers that have this in common lock the same rows; null where none locks any. */
  readonly locks: NoInfer<Column> | null;
  /** What follows `WITH r AS (…)`. */
  readonly text: string;
}

interface Call<Column extends string, Row> {
  readonly values: Readonly<Record<Column, unknown>>;
  /** Of the rows that it locks. */
  readonly key: string;
  /** By `performance.now()`: when it is refused if its statement has not been sent, or its row is still held. */
  readonly until: number;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** How many statements of a kind are under way at once: while one waits for the disk another is made. */
const LANES = 2;
const MOST = 64;

/** Milliseconds for which a statement that others wait for waits for a row. */
const LOCK_MS = 500;
/** The same, where it is only to be found out whose row it was. */
const APART_LOCK_MS = 100;
/** Milliseconds, as long as a transaction may take. */
const PATIENCE_MS = 10_000;

/**
 * Callers that arrive while a statement is running share the next one: its round trip, its plan and its commit. A single
 * caller does not wait. Every answer is durable before its caller receives it. Who waits for a row that another
 * transaction holds waits apart from all others (docs/adr/0013).
 */
export class GatheredStatement<Column extends string, Row extends QueryResultRow = QueryResultRow> {
  private readonly statement: HotStatement;
  private readonly columns: readonly Column[];
  private readonly locks: Column | null;
  /** In the order they came. */
  private waiting: Call<Column, Row>[] = [];
  private underWay = 0;
  /** Of rows that statements under way lock. */
  private readonly locked = new Set<string>();
  private scheduled = false;
  private deadline: NodeJS.Timeout | undefined;
  /** Of calls for rows that are held, by their keys. */
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
    // Of a range the planner expects a row or so, and then looks up rows by their keys. It would take any other crowd
    // for large enough to read a whole table for, which it may be while the plan is made, and not for long.
    const known = `caller BETWEEN 1 AND ${String(MOST)}`;
    // for this statement alone, before it locks anything, and also through a pooler
    const bounded = `(SELECT set_config('lock_timeout', $${String(arrays.length + 1)}, true)) IS NOT NULL`;
    const r = `SELECT * FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS r (${names}) WHERE ${known} AND ${bounded}`;
    this.statement = { name, text: `WITH r AS (${r})${text}` };
  }

  /** The row that this call brought about; undefined when it matched nothing. */
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

  /** After what has come in by now was read: who comes together goes together. */
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

  /** Whose row a statement under way locks waits for its end, and would have all that share the next one wait, too. */
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
      // nothing has happened, and one caller's fault is no other's
      if (parts.length > 1) await Promise.all(parts.map((part) => this.settle(part, true)));
      else if (isHeld(error)) for (const call of calls) this.outwait(call);
      else for (const call of calls) call.reject(error);
    }
  }

  /** Those of one key together; where there is but one, each by itself, unless its row is held for all of them. */
  private partsOf(calls: readonly Call<Column, Row>[], areHeld: boolean): Call<Column, Row>[][] {
    const parts = new Map<string, Call<Column, Row>[]>();
    for (const call of calls) {
      const part = parts.get(call.key);
      if (part) part.push(call);
      else parts.set(call.key, [call]);
    }
    return parts.size > 1 || areHeld ? [...parts.values()] : calls.map((call) => [call]);
  }

  /** Of each row one call waits, and of all rows a few: the lanes, and most connections, are for others. */
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

/** Statements that lock the same rows do so in the same order. */
function inOrder<Keyed extends { readonly key: string }>(calls: Keyed[]): Keyed[] {
  return calls.length === 1 ? calls : calls.sort((a, b) => (a.key < b.key ? -1 : 1));
}
