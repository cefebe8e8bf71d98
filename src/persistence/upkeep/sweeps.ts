import type { Database, HotStatement } from '../database/database.js';

/** How many rows one statement looks at, or removes. */
export const BATCH = 2000;

type Column = readonly [name: string, type: 'uuid' | 'text' | 'bigint' | 'date'];

/**
 * Removes the rows whose keys a query finds, but for those that are held. Answers a row for each that was removed. The query
 * runs once: a subquery of the DELETE may run again for each row of the table, and then finds the next ones beyond its LIMIT.
 */
export function removeBatch(table: string, keys: string, found: string): string {
  return `WITH batch AS MATERIALIZED (${found} FOR UPDATE SKIP LOCKED)
    DELETE FROM ${table} WHERE (${keys}) IN (SELECT ${keys} FROM batch) RETURNING 1`;
}

/**
 * Removes the rows that an index finds, oldest first.
 * $1: the horizon. Answers a row for each that was removed.
 */
export function trim(table: string, key: readonly string[], column: string, type: string): HotStatement {
  const keys = key.join(', ');
  return {
    name: `trim_${table}`,
    text: removeBatch(
      table,
      keys,
      `SELECT ${keys} FROM ${table} WHERE ${column} < $1::${type} ORDER BY ${column} LIMIT ${String(BATCH)}`,
    ),
  };
}

export interface WalkRow {
  seen: number;
  removed: number;
  /** The key of the last row looked at. */
  last: string[] | null;
}

/** A step of a walk. Values: the horizon, and the key to begin after. */
export type Step = (database: Database, values: unknown[]) => Promise<WalkRow | undefined>;

/**
 * Walks a table by its primary key and removes what meets the condition. For tables that rotation or attempts rewrite
 * all the time: an index on a time there would cost each rewrite more than the walk costs.
 */
export function walk(table: string, key: readonly Column[], condition: string, type: string): Step {
  const names = key.map(([name]) => name).join(', ');
  const statement: HotStatement = {
    name: `walk_${table}`,
    text: `WITH slice AS MATERIALIZED (${slice(table, key)}), gone AS (
             DELETE FROM ${table} WHERE (${names}) IN (
               SELECT ${names} FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM slice)
                  AND ${condition.replaceAll('$1', `$1::${type}`)} FOR UPDATE SKIP LOCKED)
             RETURNING 1
           )
           SELECT ${reachedIn(key)}, (SELECT count(*)::int FROM gone) AS removed`,
  };
  return async (database, values) => (await database.run<WalkRow & Record<string, unknown>>(statement, values))[0];
}

/** The next rows of a walk. $2 …: the key to begin after. */
export function slice(table: string, key: readonly Column[]): string {
  const names = key.map(([name]) => name).join(', ');
  const beginning = key.map(([, kind], i) => `$${String(i + 2)}::text::${kind}`).join(', ');
  return `SELECT ${names} FROM ${table} WHERE (${names}) > (${beginning}) ORDER BY ${names} LIMIT ${String(BATCH)}`;
}

/** How many rows the query `slice` found, and the last of them. */
export function reachedIn(key: readonly Column[]): string {
  const last = key.map(([name]) => `${name}::text`).join(', ');
  const descending = key.map(([name]) => `${name} DESC`).join(', ');
  return `(SELECT count(*)::int FROM slice) AS seen,
                  (SELECT ARRAY[${last}] FROM slice ORDER BY ${descending} LIMIT 1) AS last`;
}
