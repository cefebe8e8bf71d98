import type { Whitelist } from '../../network/whitelist.js';
import type { Account } from '../../oauth/stores/accounts.js';
import type { Profile } from '../../protocol/profile.js';
import type { Prisma } from '../generated/client.js';

/** What every reader of a row of `users` reads. */
export const PERSON = {
  email: true,
  emailVerified: true,
  emailSelfGiven: true,
  username: true,
  name: true,
  profile: true,
  role: true,
  passwordChangeRequired: true,
  disabledAt: true,
  updatedAt: true,
} satisfies Prisma.UserSelect;

type PersonRow = Prisma.UserGetPayload<{ select: typeof PERSON }>;

/** The columns of `PERSON` and those that only the core reads, of `u` (users), in every statement that reads an account. */
export const ACCOUNT_COLUMNS = `u.email, u.email_verified AS "emailVerified", u.email_self_given AS "emailSelfGiven", u.username, u.name,
  u.profile, u.role, u.password_change_required AS "passwordChangeRequired", u.disabled_at AS "disabledAt", u.updated_at AS "updatedAt",
  u.id AS user_id, u.account_number, u.epoch AS account_epoch, u.keys_epoch, u.second_factors, u.proof_epoch`;

/** An account as the hot statements return it. */
export interface AccountRow extends PersonRow {
  user_id: string;
  account_number: number;
  account_epoch: number;
  keys_epoch: number;
  second_factors: string[];
  proof_epoch: number;
}

/** The row as the core sees it. */
export function accountOf(row: AccountRow, whitelist: Whitelist): Account {
  return {
    id: row.user_id,
    number: row.account_number,
    epoch: row.account_epoch,
    keysEpoch: row.keys_epoch,
    secondFactors: row.second_factors,
    proofEpoch: row.proof_epoch,
    whitelist,
    // last: V8 would copy the object for each member after it (docs/performance.md)
    ...personOf(row),
  };
}

/** The one mapping of what the core and the administration both see; each adds columns of its own. */
export function personOf(row: PersonRow) {
  return {
    email: row.email,
    emailVerified: row.emailVerified,
    emailSelfGiven: row.emailSelfGiven,
    username: row.username,
    name: row.name,
    profile: row.profile as Profile,
    role: row.role,
    disabled: row.disabledAt !== null,
    passwordChangeRequired: row.passwordChangeRequired,
    updatedAt: row.updatedAt,
  };
}
