import { Injectable } from '@nestjs/common';
import type { PageRequest } from '../../http/page.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { RECORD, recordOf } from '../../persistence/accounts/user-rows.js';
import { containing } from '../../persistence/database/containing.js';
import { Database } from '../../persistence/database/database.js';
import type { ListedUser, UserFilter } from './user.js';

const WORDS = `email || ' ' || coalesce(username, '') || ' ' || coalesce(name, '')`;
const FIELDS = ['email', 'username', 'name'];

/** The users, to look through. */
@Injectable()
export class UserListsRepository {
  constructor(private readonly database: Database) {}

  /** One row more than the page holds if there are more. */
  async list(filter: UserFilter, page: PageRequest): Promise<ListedUser[]> {
    const values: unknown[] = [];
    const text = listed(filter, page, values);
    return this.database.query(async (prisma) => {
      if (filter.sort === 'email' && page.after !== undefined) {
        const last = await prisma.user.findUnique({ where: { id: page.after }, select: { id: true } });
        if (last === null) throw InvalidRequest.field('cursor', 'ends at a user who is deleted; start again');
      }
      const ids = (await prisma.$queryRawUnsafe<{ id: string }[]>(text, ...values)).map(({ id }) => id);
      const [rows, seen] = await Promise.all([
        prisma.user.findMany({ where: { id: { in: ids } }, select: { ...RECORD, secondFactors: true } }),
        prisma.knownNetwork.groupBy({ by: ['userId'], where: { userId: { in: ids } }, _max: { lastSeen: true } }),
      ]);
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      const seenOf = new Map(seen.map(({ userId, _max }) => [userId, _max.lastSeen]));
      return ids.flatMap((id) => {
        const row = rowOf.get(id);
        if (row === undefined) return [];
        const { secondFactors, ...record } = row;
        return [{ ...recordOf(record), secondFactors, lastSignInAt: seenOf.get(id) ?? null }];
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
  if (role !== undefined) conditions.push(`role = ${place(role)}::text::"Role"`);
  if (disabled !== undefined) conditions.push(`disabled_at IS ${disabled ? 'NOT ' : ''}NULL`);
  if (after !== undefined) {
    const id = `${place(after)}::text::uuid`;
    conditions.push(sort === 'email' ? `email > (SELECT email FROM users WHERE id = ${id})` : `id < ${id}`);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return `SELECT u.id::text FROM users u ${where} ORDER BY ${sort === 'email' ? 'u.email' : 'u.id DESC'} LIMIT ${String(limit + 1)}`;
}
