import type { HotStatement } from '../database/database.js';
import { CACHE_CHANGE_LIFETIME } from '../feed/change-feed.js';

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

/**
 * Walks a table by its primary key and removes what meets the condition. For tables that rotation or attempts rewrite
 * all the time: an index on a time there would cost each rewrite more than the walk costs.
 * $1: the horizon; $2 …: the key to begin after. Answers one row: see `WalkRow`. `heard` names the kind and the column
 * by which other nodes hear of each row that went.
 */
export function walk(
  table: string,
  key: readonly Column[],
  condition: string,
  type: string,
  heard?: { kind: string; column: string },
): HotStatement {
  const names = key.map(([name]) => name).join(', ');
  const beginning = key.map(([, kind], i) => `$${String(i + 2)}::text::${kind}`).join(', ');
  const last = key.map(([name]) => `${name}::text`).join(', ');
  const descending = key.map(([name]) => `${name} DESC`).join(', ');
  return {
    name: `walk_${table}`,
    text: `WITH slice AS MATERIALIZED (
             SELECT ${names} FROM ${table} WHERE (${names}) > (${beginning}) ORDER BY ${names} LIMIT ${String(BATCH)}
           ), gone AS (
             DELETE FROM ${table} WHERE (${names}) IN (
               SELECT ${names} FROM ${table} WHERE (${names}) IN (SELECT ${names} FROM slice)
                  AND ${condition.replaceAll('$1', `$1::${type}`)} FOR UPDATE SKIP LOCKED)
             RETURNING ${heard?.column ?? '1'}
           )${heard === undefined ? '' : note(heard)}
           SELECT (SELECT count(*)::int FROM slice) AS seen, (SELECT count(*)::int FROM gone) AS removed,
                  (SELECT ARRAY[${last}] FROM slice ORDER BY ${descending} LIMIT 1) AS last`,
  };
}

function note({ kind, column }: { kind: string; column: string }): string {
  const until = `now() + ${String(CACHE_CHANGE_LIFETIME)} * interval '1 millisecond'`;
  return `, noted AS (
             INSERT INTO change_feed (kind, subject, until) SELECT '${kind}', ${column}, ${until} FROM gone)`;
}

export interface WalkRow {
  seen: number;
  removed: number;
  /** The key of the last row looked at. */
  last: string[] | null;
}
