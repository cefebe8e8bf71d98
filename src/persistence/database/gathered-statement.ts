import type { QueryResultRow } from 'pg';
import { type Database, type HotStatement, isDeadlock } from './database.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';

/**
 * A statement that acts for many callers at once. They are the rows of `r`: the columns, and `caller`, which the rows
 * it returns name. The first column is the key of what the statement writes.
 */
export interface StatementForMany<Column extends string> {
  readonly name: string;
  /** PostgreSQL's type of each column; none is an array. */
  readonly columns: Readonly<Record<Column, string>>;
  /** What follows `WITH r AS (…)`. */
  readonly text: string;
}

interface Call<Column extends string, Row> {
  readonly values: Readonly<Record<Column, unknown>>;
  readonly resolve: (row: Row | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** How many statements of a kind are under way at once: while one waits for the disk another is made. */
const LANES = 2;
const MOST = 64;

/**
 * Callers that arrive while a statement is running share the next one: its round trip, its plan and its commit. A single
 * caller does not wait. Every answer is durable before its caller receives it (docs/adr/0013).
 */
export class GatheredStatement<Column extends string, Row extends QueryResultRow = QueryResultRow> {
  private readonly statement: HotStatement;
  private readonly columns: readonly Column[];
  private waiting: Call<Column, Row>[] = [];
  private underWay = 0;
  private scheduled = false;

  constructor(
    private readonly database: Database,
    { name, columns, text }: StatementForMany<Column>,
  ) {
    this.columns = Object.keys(columns) as Column[];
    const arrays = this.columns.map((column, i) => `$${String(i + 1)}::${columns[column]}[]`);
    const names = [...this.columns, 'caller'].join(', ');
    // Of a range the planner expects a row or so, and then looks up rows by their keys. It would take any other crowd
    // for large enough to read a whole table for, which it may be while the plan is made, and not for long.
    const known = `caller BETWEEN 1 AND ${String(MOST)}`;
    const r = `SELECT * FROM unnest(${arrays.join(', ')}) WITH ORDINALITY AS r (${names}) WHERE ${known}`;
    this.statement = { name, text: `WITH r AS (${r})${text}` };
  }

  /** The row that this call brought about; undefined when it matched nothing. */
  run(values: Readonly<Record<Column, unknown>>): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ values, resolve, reject });
      this.schedule();
    });
  }

  /** After what has come in by now was read: who comes together goes together. */
  private schedule(): void {
    if (this.scheduled || this.underWay === LANES) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.send();
    });
  }

  private send(): void {
    const calls = this.waiting.splice(0, MOST);
    if (calls.length === 0) return;
    this.underWay++;
    void this.settle(this.inOrder(calls)).finally(() => {
      this.underWay--;
      this.schedule();
    });
    this.schedule();
  }

  /** Statements that lock the same rows do so in the same order. */
  private inOrder(calls: Call<Column, Row>[]): Call<Column, Row>[] {
    const [key] = this.columns;
    if (key === undefined || calls.length === 1) return calls;
    return calls.sort((a, b) => (String(a.values[key]) < String(b.values[key]) ? -1 : 1));
  }

  private async settle(calls: readonly Call<Column, Row>[]): Promise<void> {
    try {
      const rows = await this.database.run<Row & { caller: number }>(this.statement, this.arraysOf(calls));
      const found = new Map(rows.map((row) => [row.caller, row]));
      for (const [i, call] of calls.entries()) call.resolve(found.get(i + 1));
    } catch (error) {
      const isEverybodys = error instanceof TemporarilyUnavailable && !isDeadlock(error);
      if (calls.length === 1 || isEverybodys) for (const call of calls) call.reject(error);
      // nothing has happened, and one caller's fault is no other's
      else await Promise.all(calls.map((call) => this.settle([call])));
    }
  }

  private arraysOf(calls: readonly Call<Column, Row>[]): unknown[][] {
    return this.columns.map((column) => calls.map((call) => call.values[column]));
  }
}
