import type { Profile } from '../../protocol/profile.js';
import { Conflict } from '../../protocol/refusal.js';
import { uniqueViolation } from '../database/database.js';
import type { Prisma } from '../generated/client.js';

/** What administration reads of a user: everything but the hash. */
export const RECORD = {
  id: true,
  accountNumber: true,
  email: true,
  emailVerified: true,
  emailSelfGiven: true,
  pendingEmail: true,
  username: true,
  name: true,
  profile: true,
  role: true,
  disabledAt: true,
  passwordChangeRequired: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.UserSelect;

type Row = Prisma.UserGetPayload<{ select: typeof RECORD }>;

/** The row as `UserRecord`. */
export function recordOf(row: Row) {
  const { disabledAt, ...record } = row;
  return { ...record, profile: record.profile as Profile, disabled: disabledAt !== null };
}

/** Names that another account has, as the refusal of the field. */
export function asConflict(error: unknown): unknown {
  const violated = uniqueViolation(error);
  if (violated === undefined) return error;
  return violated.includes('username')
    ? new Conflict('username', "is another user's; choose another")
    : new Conflict('email', "is another user's; choose another");
}
