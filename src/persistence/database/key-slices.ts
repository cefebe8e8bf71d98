import type { Database } from './database.js';

/** How many rows one transaction looks at, where no index finds those that are meant. */
const SLICE = 5000;

/** Rows of a table by their key: after one, and up to another, if there is such. */
export interface KeyRange {
  after: string;
  until: string | undefined;
}

/** The last key of the slice that follows a key; undefined: no more than a slice is left. */
export async function endOfSlice(
  database: Database,
  table: 'sign_ins' | 'sessions',
  after: string,
): Promise<string | undefined> {
  const text = `SELECT id::text FROM ${table} WHERE id > $1::text::uuid ORDER BY id OFFSET ${String(SLICE - 1)} LIMIT 1`;
  const [row] = await database.query((prisma) => prisma.$queryRawUnsafe<{ id: string }[]>(text, after));
  return row?.id;
}
