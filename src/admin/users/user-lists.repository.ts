import { Injectable } from '@nestjs/common';
import { isUuid, type PageRequest } from '../../http/page.js';
import { formatPlace, parsePlace } from '../../http/sort-cursor.js';
import { RECORD, recordOf } from '../../persistence/accounts/user-rows.js';
import { USER_WORDS } from '../../persistence/accounts/user-words.js';
import { containing, hasParts } from '../../persistence/database/containing.js';
import { Database } from '../../persistence/database/database.js';
import type { PrismaClient } from '../../persistence/generated/client.js';
import type { ListedUser, UserFilter } from './user.js';

const NAMES = { words: USER_WORDS, fields: ['email', 'username', 'name'] };
const FORMER = { words: 'address', fields: ['address'] };

interface Found {
  id: string;
  email: string;
  /** To a day; null: never. */
  seen: Date | null;
}

const SEEN = `nullif(at, '-infinity') AS seen`;

const NEVER = '-infinity';
/** Milliseconds, of a year that the database reads. */
const TIME = /^\d{1,13}$/;

interface Order {
  by: string;
  /** Where a user stands in it. */
  placeOf: (user: Found) => string;
  /** What comes after such a place; undefined: it is none. */
  after: (place: string, put: (value: unknown) => string) => string | undefined;
}

const ORDERS: Readonly<Record<UserFilter['sort'], Order>> = {
  newest: {
    by: 'id DESC',
    placeOf: ({ id }) => id,
    after: (id, put) => (isUuid(id) ? `id < ${put(id)}::text::uuid` : undefined),
  },
  email: {
    by: 'email',
    placeOf: ({ id, email }) => formatPlace({ id, key: email }),
    after: (text, put) => {
      const place = parsePlace(text);
      return place && `email > ${put(place.key)}::text`;
    },
  },
  last_sign_in: {
    by: 'at DESC, user_id DESC',
    placeOf: ({ id, seen }) => formatPlace({ id, key: seen === null ? NEVER : String(seen.getTime()) }),
    after: (text, put) => {
      const place = parsePlace(text);
      if (place === undefined || !(place.key === NEVER || TIME.test(place.key))) return undefined;
      const at = place.key === NEVER ? NEVER : new Date(Number(place.key)).toISOString();
      return `(at, user_id) < (${put(at)}::text::timestamptz, ${put(place.id)}::text::uuid)`;
    },
  },
};

/** Whether a page by this sort may begin after this. */
export function isPlaceOf(sort: UserFilter['sort'], text: string): boolean {
  return ORDERS[sort].after(text, () => '') !== undefined;
}

/** The users, to look through. */
@Injectable()
export class UserListsRepository {
  constructor(private readonly database: Database) {}

  /** One row more than the page holds if there are more. */
  async list(filter: UserFilter, page: PageRequest): Promise<ListedUser[]> {
    const values: unknown[] = [];
    const text = listed(filter, page, values);
    return this.database.query(async (prisma) => {
      const found = await prisma.$queryRawUnsafe<Found[]>(text, ...values);
      return inOrder(prisma, found, filter.sort);
    });
  }

  async find(id: string): Promise<ListedUser | undefined> {
    const text = `SELECT user_id::text AS id, '' AS email, ${SEEN} FROM last_sign_ins WHERE user_id = $1::text::uuid`;
    return this.database.query(async (prisma) => {
      const [user] = await inOrder(prisma, await prisma.$queryRawUnsafe<Found[]>(text, id), 'newest');
      return user;
    });
  }
}

/** The users that were found, without those deleted since. */
async function inOrder(
  prisma: Pick<PrismaClient, 'user'>,
  found: readonly Found[],
  sort: UserFilter['sort'],
): Promise<ListedUser[]> {
  const rows = await prisma.user.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    select: {
      ...RECORD,
      secondFactors: true,
      formerAddresses: { select: { address: true }, orderBy: { leftAt: 'desc' } },
    },
  });
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap((one) => {
    const row = rowOf.get(one.id);
    if (row === undefined) return [];
    const { secondFactors, formerAddresses, ...record } = row;
    const formerEmails = formerAddresses.map(({ address }) => address);
    return [
      { ...recordOf(record), secondFactors, lastSignInAt: one.seen, formerEmails, place: ORDERS[sort].placeOf(one) },
    ];
  });
}

/**
 * The statement of one page. Values go to `values`, in order. A text and a login are looked for in two ways, each by its own
 * index and a page of each: what the users are called now, and the addresses they had before; by address and by user name.
 */
export function listed(
  { text, login, role, disabled, sort }: UserFilter,
  { limit, after }: PageRequest,
  values: unknown[],
): string {
  const conditions: string[] = [];
  const place = (value: unknown) => `$${String(values.push(value))}`;
  // as it stands in the condition of the index of administrators
  if (role !== undefined) conditions.push(role === 'admin' ? `role = 'admin'` : `role = 'member'`);
  if (disabled !== undefined) conditions.push(`disabled_at IS ${disabled ? 'NOT ' : ''}NULL`);
  const rest = after === undefined ? undefined : ORDERS[sort].after(after, place);
  if (rest !== undefined) conditions.push(rest);
  const page = `ORDER BY ${ORDERS[sort].by} LIMIT ${String(limit + 1)}`;
  const ways = foundBy(text, place).flatMap((way) => calledBy(login, place).map((called) => [...way, ...called]));
  const found = ways.map((way) => selected([...way, ...conditions], page));
  return `SELECT id::text, email, ${SEEN} FROM (${found.join(' UNION ')}) AS found ${page}`;
}

/** The conditions of each way to look for the text. */
function foundBy(text: string | undefined, place: (value: unknown) => string): string[][] {
  if (text === undefined) return [[]];
  const now = containing(text, NAMES, place);
  // no index finds fewer than three letters, and they mean no address
  if (!hasParts(text)) return [[now]];
  return [[now], [`id IN (SELECT user_id FROM former_addresses WHERE ${containing(text, FORMER, place)})`]];
}

/** The conditions of each way to be the account of a login. */
function calledBy(login: string | undefined, place: (value: unknown) => string): string[][] {
  if (login === undefined) return [[]];
  const name = `${place(login)}::text`;
  return [[`email = ${name}`], [`username = ${name}`]];
}

function selected(conditions: readonly string[], page: string): string {
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return `(SELECT id, email, at, user_id FROM users JOIN last_sign_ins ON user_id = id ${where} ${page})`;
}
