import { Field } from '../fields/field.js';
import type { FieldClass } from '../fields/kind.js';
import { list, object, text } from '../fields/kinds.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { numberFromText } from './number-from-text.js';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** The query of any call. */
export class AnyQuery {
  /** Read by `AccessGuard`. */
  @Field(text(), { optional: true, description: 'An API key, where it cannot be sent as a header.' })
  api_key?: string;
}

/** The query of every list: `?limit=&cursor=`. Extended by those with filters. */
export class PageQuery extends AnyQuery {
  @Field(numberFromText(1, MAX_LIMIT), { description: 'How many to return.' })
  limit = DEFAULT_LIMIT;

  @Field(text({ max: 200 }), { optional: true, description: 'The `next_cursor` of the page before.' })
  cursor?: string;
}

/** As `PageQuery`, of a list that is sorted by what its rows are called: a cursor holds the longest name. */
export class SortedPageQuery extends AnyQuery {
  @Field(numberFromText(1, MAX_LIMIT), { description: 'How many to return.' })
  limit = DEFAULT_LIMIT;

  @Field(text({ max: 1000 }), { optional: true, description: 'The `next_cursor` of the page before.' })
  cursor?: string;
}

/** The class of a page of these. */
export function PageOf<T extends object>(item: FieldClass<T>): FieldClass<Page<T>> {
  class ListPage implements Page<T> {
    @Field(list(object(item))) data!: T[];
    @Field(text(), { nullable: true }) next_cursor!: string | null;
  }
  return ListPage;
}

/** The page begins after the row with this id, or in this place. */
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
  if (cursor === undefined || cursor === '') return { limit, after: undefined };
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
