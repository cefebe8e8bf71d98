import type { Whitelist } from '../../network/whitelist.js';
import type { Account, Role } from '../../oauth/stores/accounts.js';
import type { Profile } from '../../protocol/profile.js';

/** Columns of `u` (users) in every statement that reads an account. */
export const ACCOUNT_COLUMNS = `u.id AS user_id, u.account_number, u.email, u.email_verified, u.email_self_given, u.username, u.name, u.profile, u.role,
  u.epoch AS account_epoch, u.keys_epoch, u.password_change_required, u.second_factors, u.proof_epoch, u.disabled_at AS account_disabled_at, u.updated_at AS account_updated_at`;

/** An account as the hot statements return it. */
export interface AccountRow {
  user_id: string;
  account_number: number;
  email: string;
  email_verified: boolean;
  email_self_given: boolean;
  username: string | null;
  name: string | null;
  profile: Profile;
  role: Role;
  account_epoch: number;
  keys_epoch: number;
  password_change_required: boolean;
  second_factors: string[];
  proof_epoch: number;
  account_updated_at: Date;
  account_disabled_at: Date | null;
}

export function accountOf(row: AccountRow, whitelist: Whitelist): Account {
  return {
    id: row.user_id,
    number: row.account_number,
    email: row.email,
    emailVerified: row.email_verified,
    emailSelfGiven: row.email_self_given,
    username: row.username,
    name: row.name,
    profile: row.profile,
    role: row.role,
    disabled: row.account_disabled_at !== null,
    passwordChangeRequired: row.password_change_required,
    epoch: row.account_epoch,
    keysEpoch: row.keys_epoch,
    secondFactors: row.second_factors,
    proofEpoch: row.proof_epoch,
    updatedAt: row.account_updated_at,
    whitelist,
  };
}
