import type { SecretKey } from '../../secrets/secret-key.js';
import { DatabaseFault } from '../database/database-fault.js';
import type { SealedColumn } from './sealed-columns.js';
import type { Queries } from './secret-key-check.js';

const PAGE = 1000;

interface SealedRow {
  id: string;
  bound_to: string;
  sealed: Buffer;
}

/** The keys before and after a change. */
export interface KeyChange {
  former: SecretKey;
  next: SecretKey;
}

/** Opens every value of a column and seals it under the next key; how many there were. @throws DatabaseFault */
export async function reseal(client: Queries, column: SealedColumn, keys: KeyChange): Promise<number> {
  let [count, last]: [number, string | null] = [0, null];
  for (;;) {
    const rows = await pageAfter(client, column, last);
    if (rows.length > 0) await store(client, column, rows, keys);
    count += rows.length;
    last = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return count;
  }
}

async function pageAfter(client: Queries, to: SealedColumn, last: string | null): Promise<SealedRow[]> {
  const { table, column, key, keyType, boundTo = `t.${key}::text` } = to;
  const { rows } = await client.query<SealedRow>(
    `SELECT t.${key}::text AS id, ${boundTo} AS bound_to, t.${column} AS sealed FROM ${table} t
      WHERE t.${column} IS NOT NULL AND ($1::${keyType} IS NULL OR t.${key} > $1::${keyType})
      ORDER BY t.${key} LIMIT ${String(PAGE)}`,
    [last],
  );
  return rows;
}

async function store(client: Queries, to: SealedColumn, rows: readonly SealedRow[], keys: KeyChange): Promise<void> {
  const { table, column, key, keyType } = to;
  const sealed = rows.map((row) => sealedAgain(row, to, keys));
  await client.query(
    `UPDATE ${table} t SET ${column} = n.sealed, sealed_with = $3
       FROM unnest($1::${keyType}[], $2::bytea[]) AS n (id, sealed) WHERE t.${key} = n.id`,
    [rows.map(({ id }) => id), sealed, keys.next.fingerprint],
  );
}

function sealedAgain(row: SealedRow, { table, column, key, contextOf }: SealedColumn, keys: KeyChange): Buffer {
  const context = contextOf(row.bound_to);
  let plain: Buffer;
  try {
    plain = keys.former.open(row.sealed, context);
  } catch {
    throw new DatabaseFault(
      `SECRET_KEY does not open ${table}.${column} where ${key} is ${row.id}, so nothing was changed; delete that row, which is of no use, and run the command again`,
    );
  }
  return keys.next.seal(plain, context);
}
