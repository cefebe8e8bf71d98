import { Conflict } from '../../protocol/refusal.js';
import { isUniqueViolation, violatedColumn } from '../database/database.js';
import type { Prisma } from '../generated/client.js';
import { PERSON, personOf } from './account-rows.js';

/** What administration reads of a user: everything but the hash. */
export const RECORD = {
  ...PERSON,
  id: true,
  accountNumber: true,
  pendingEmail: true,
  createdAt: true,
} satisfies Prisma.UserSelect;

type Row = Prisma.UserGetPayload<{ select: typeof RECORD }>;

/** The row as `UserRecord`. */
export function recordOf(row: Row) {
  const { id, accountNumber, pendingEmail, createdAt } = row;
  return { ...personOf(row), id, accountNumber, pendingEmail, createdAt };
}

/** Names that another account has, as the refusal of the field. */
export function asConflict(error: unknown): unknown {
  if (!isUniqueViolation(error)) return error;
  return violatedColumn(error) === 'username'
    ? new Conflict('username', "is another user's; choose another")
    : new Conflict('email', "is another user's; choose another");
}
