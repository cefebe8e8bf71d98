import type { UserChange, UserRecord } from './user.js';

type Field = keyof UserChange & keyof UserRecord;

/** By what an account is an administrator's and its owner signs in. */
const HELD_BY: readonly Field[] = ['role', 'email', 'emailVerified', 'username', 'disabled'];

/**
 * The field by which a change makes an administrator, or touches what an administrator's account is held by. Either
 * yields every administrator's scope to the one who makes it.
 */
export function administratorTouched(current: UserRecord, change: UserChange): string | undefined {
  if (current.role !== 'admin' && change.role !== 'admin') return undefined;
  if (change.passwordHash !== undefined) return 'password';
  const field = HELD_BY.find((name) => change[name] !== undefined && change[name] !== current[name]);
  return field === 'emailVerified' ? 'email_verified' : field;
}
