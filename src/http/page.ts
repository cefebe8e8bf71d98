import { z } from 'zod';
import { InvalidRequest } from '../protocol/refusal.js';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** Allowed in any query; `AccessGuard` reads it. */
export const apiKeyParameter = z
  .string()
  .optional()
  .meta({ description: 'An API key, where it cannot be sent as a header.' });

/** The query of every list: `?limit=&cursor=`. Extend it for filters. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number('must be a number')
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .default(DEFAULT_LIMIT)
    .meta({ description: 'How many to return.' }),
  cursor: z.string().max(200).optional().meta({ description: 'The `next_cursor` of the page before.' }),
  api_key: apiKeyParameter,
});

export type PageQuery = z.infer<typeof pageQuery>;

/** The page begins after the row with this id. */
export interface PageRequest {
  limit: number;
  after: string | undefined;
}

/** One page and the cursor of the next page; null on the last. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** Reads a list's query. `isId` validates the id in a cursor, which is untrusted input. */
export function pageRequest({ limit, cursor }: PageQuery, isId: (text: string) => boolean): PageRequest {
  if (cursor === undefined) return { limit, after: undefined };
  const after = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!isId(after)) throw InvalidRequest.field('cursor', 'is not one that this list gave');
  return { limit, after };
}

/** Makes a page of up to `limit` rows from up to `limit + 1` rows. */
export function pageOf<Row, T>(
  rows: Row[],
  limit: number,
  idOf: (row: Row) => string,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data: shown.map(present), next_cursor: more ? Buffer.from(idOf(last)).toString('base64url') : null };
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
