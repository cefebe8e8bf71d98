import { Injectable } from '@nestjs/common';
import type { PageRequest } from '../../http/page.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { RECORD, recordOf } from '../../persistence/accounts/user-rows.js';
import { containing } from '../../persistence/database/containing.js';
import { Database } from '../../persistence/database/database.js';
import type { ListedUser, UserFilter } from './user.js';

const WORDS = `email || ' ' || coalesce(username, '') || ' ' || coalesce(name, '')`;
const FIELDS = ['email', 'username', 'name'];

/** For each sort the order, and what comes after the user whose id is placed as `id`. */
const ORDERS: Readonly<Record<UserFilter['sort'], { by: string; after: (id: string) => string }>> = {
  newest: { by: 'u.id DESC', after: (id) => `id < ${id}` },
  email: { by: 'email', after: (id) => `email > (SELECT email FROM users WHERE id = ${id})` },
  last_sign_in: {
    by: 'l.at DESC, l.user_id DESC',
    after: (id) => `(l.at, l.user_id) < (SELECT at, user_id FROM last_sign_ins WHERE user_id = ${id})`,
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
      const found = await prisma.$queryRawUnsafe<{ id: string; seen: Date | null }[]>(text, ...values);
      const rows = await prisma.user.findMany({
        where: { id: { in: found.map(({ id }) => id) } },
        select: { ...RECORD, secondFactors: true },
      });
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      return found.flatMap(({ id, seen }) => {
        const row = rowOf.get(id);
        if (row === undefined) return [];
        const { secondFactors, ...record } = row;
        return [{ ...recordOf(record), secondFactors, lastSignInAt: seen }];
      });
    });
  }
}

/** The statement of one page. Values go to `values`, in order. */
export function listed(
  { text, role, disabled, sort }: UserFilter,
  { limit, after }: PageRequest,
  values: unknown[],
): string {
  const conditions: string[] = [];
  const place = (value: unknown) => `$${String(values.push(value))}`;
  if (text !== undefined) conditions.push(containing(text, { words: WORDS, fields: FIELDS }, place));
  // as it stands in the condition of the index of administrators
  if (role !== undefined) conditions.push(role === 'admin' ? `role = 'admin'` : `role = 'member'`);
  if (disabled !== undefined) conditions.push(`disabled_at IS ${disabled ? 'NOT ' : ''}NULL`);
  if (after !== undefined) conditions.push(ORDERS[sort].after(`${place(after)}::text::uuid`));
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return `SELECT u.id::text, nullif(l.at, '-infinity') AS seen FROM users u JOIN last_sign_ins l ON l.user_id = u.id
    ${where} ORDER BY ${ORDERS[sort].by} LIMIT ${String(limit + 1)}`;
}
