import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../protocol/audit-actions.js';
import type { UserChange, UserRecord } from './user.js';

/** What of a change is one. A password is always another: its hash has a new salt. */
export function difference(before: UserRecord, change: UserChange): UserChange {
  const present: UserChange = { ...before, passwordHash: undefined };
  const fields = [
    'email',
    'emailVerified',
    'emailSelfGiven',
    'pendingEmail',
    'username',
    'name',
    'profile',
    'role',
    'disabled',
    'passwordHash',
    'passwordChangeRequired',
  ] as const;
  return Object.fromEntries(
    fields
      .filter((field) => change[field] !== undefined && !isDeepStrictEqual(change[field], present[field]))
      .map((field) => [field, change[field]]),
  );
}

/** The fields that differ, by their names on the wire. */
export function changedFields(made: UserChange): string[] {
  const names: Partial<Record<string, string>> = {
    passwordHash: 'password',
    emailVerified: 'email_verified',
    emailSelfGiven: 'email_self_given',
    pendingEmail: 'pending_email',
    passwordChangeRequired: 'password_change_required',
  };
  return Object.keys(made).map((field) => names[field] ?? field);
}

export function endsEverything(made: UserChange): boolean {
  return made.role !== undefined || made.disabled === true || made.passwordHash !== undefined;
}

/** Each thing that happened, as the audit trail names it. */
export function actionsOf(made: UserChange): AuditAction[] {
  const { disabled, role, passwordHash, ...plain } = made;
  const actions: AuditAction[] = [];
  if (disabled !== undefined) actions.push(disabled ? 'user.disable' : 'user.enable');
  if (role !== undefined) actions.push('user.role-change');
  if (passwordHash !== undefined) actions.push('user.password-reset');
  if (Object.keys(plain).length > 0) actions.push('user.update');
  return actions;
}
