import { Injectable } from '@nestjs/common';
import type { PageRequest } from '../../http/page.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { RECORD, recordOf } from '../../persistence/accounts/user-rows.js';
import { USER_WORDS } from '../../persistence/accounts/user-words.js';
import { containing, partsOf } from '../../persistence/database/containing.js';
import { Database } from '../../persistence/database/database.js';
import type { PrismaClient } from '../../persistence/generated/client.js';
import type { ListedUser, UserFilter } from './user.js';

const NAMES = { words: USER_WORDS, fields: ['email', 'username', 'name'] };
const FORMER = { words: 'address', fields: ['address'] };

interface Found {
  id: string;
  /** To a day; null: never. */
  seen: Date | null;
}

const SEEN = `nullif(at, '-infinity') AS seen`;

/** For each sort the order, and what comes after the user whose id is placed as `id`. */
const ORDERS: Readonly<Record<UserFilter['sort'], { by: string; after: (id: string) => string }>> = {
  newest: { by: 'id DESC', after: (id) => `id < ${id}` },
  email: { by: 'email', after: (id) => `email > (SELECT email FROM users WHERE id = ${id})` },
  last_sign_in: {
    by: 'at DESC, user_id DESC',
    after: (id) => `(at, user_id) < (SELECT at, user_id FROM last_sign_ins WHERE user_id = ${id})`,
  },
};

/** The users, to look through. */
@Injectable()
export class UserListsRepository {
  constructor(private readonly database: Database) {}

  /** One row more than the page holds if there are more. */
  async list(filter: UserFilter, page: PageRequest): Promise<ListedUser[]> {
    const values: unknown[] = [];
    const text = listed(filter, page, values);
    return this.database.query(async (prisma) => {
      if (filter.sort !== 'newest' && page.after !== undefined) {
        const last = await prisma.user.findUnique({ where: { id: page.after }, select: { id: true } });
        if (last === null) throw InvalidRequest.field('cursor', 'ends at a user who is deleted; start again');
      }
      const found = await prisma.$queryRawUnsafe<Found[]>(text, ...values);
      return inOrder(prisma, found);
    });
  }

  async find(id: string): Promise<ListedUser | undefined> {
    const text = `SELECT user_id::text AS id, ${SEEN} FROM last_sign_ins WHERE user_id = $1::text::uuid`;
    return this.database.query(async (prisma) => {
      const [user] = await inOrder(prisma, await prisma.$queryRawUnsafe<Found[]>(text, id));
      return user;
    });
  }
}

/** The users that were found, without those deleted since. */
async function inOrder(prisma: Pick<PrismaClient, 'user'>, found: readonly Found[]): Promise<ListedUser[]> {
  const rows = await prisma.user.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    select: {
      ...RECORD,
      secondFactors: true,
      formerAddresses: { select: { address: true }, orderBy: { leftAt: 'desc' } },
    },
  });
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id, seen }) => {
    const row = rowOf.get(id);
    if (row === undefined) return [];
    const { secondFactors, formerAddresses, ...record } = row;
    const formerEmails = formerAddresses.map(({ address }) => address);
    return [{ ...recordOf(record), secondFactors, lastSignInAt: seen, formerEmails }];
  });
}

/**
 * The statement of one page. Values go to `values`, in order. A text is looked for in two ways, each by its own index and a
 * page of each: what the users are called now, and the addresses they had before.
 */
export function listed(
  { text, role, disabled, sort }: UserFilter,
  { limit, after }: PageRequest,
  values: unknown[],
): string {
  const conditions: string[] = [];
  const place = (value: unknown) => `$${String(values.push(value))}`;
  // as it stands in the condition of the index of administrators
  if (role !== undefined) conditions.push(role === 'admin' ? `role = 'admin'` : `role = 'member'`);
  if (disabled !== undefined) conditions.push(`disabled_at IS ${disabled ? 'NOT ' : ''}NULL`);
  if (after !== undefined) conditions.push(ORDERS[sort].after(`${place(after)}::text::uuid`));
  const page = `ORDER BY ${ORDERS[sort].by} LIMIT ${String(limit + 1)}`;
  const found = foundBy(text, place).map((condition) => selected([...condition, ...conditions], page));
  return `SELECT id::text, ${SEEN} FROM (${found.join(' UNION ')}) AS found ${page}`;
}

/** The conditions of each way to look for the text. */
function foundBy(text: string | undefined, place: (value: unknown) => string): string[][] {
  if (text === undefined) return [[]];
  const now = containing(text, NAMES, place);
  // no index finds fewer than three letters, and they mean no address
  if (partsOf(text).length === 0) return [[now]];
  return [[now], [`id IN (SELECT user_id FROM former_addresses WHERE ${containing(text, FORMER, place)})`]];
}

function selected(conditions: readonly string[], page: string): string {
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return `(SELECT id, email, at, user_id FROM users JOIN last_sign_ins ON user_id = id ${where} ${page})`;
}
