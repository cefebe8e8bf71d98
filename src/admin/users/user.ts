import type { Account, ProvedAccount, Role } from '../../oauth/stores/accounts.js';
import type { Profile } from '../../protocol/profile.js';

export interface NewUser {
  email: string;
  emailVerified: boolean;
  username: string | null;
  name: string | null;
  profile: Profile;
  role: Role;
  passwordHash: string;
  passwordChangeRequired: boolean;
}

/** A user as administration sees one: never with the hash. */
export interface UserRecord {
  id: string;
  accountNumber: number;
  email: string;
  emailVerified: boolean;
  /** Put in force by the person, unproved: applications are not told it. */
  emailSelfGiven: boolean;
  /** What the person wants as their address; it takes nothing from those who may have it. */
  pendingEmail: string | null;
  username: string | null;
  name: string | null;
  profile: Profile;
  role: Role;
  disabled: boolean;
  passwordChangeRequired: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface UserFilter {
  /** Part of the e-mail address, user name or name, or of a former address. */
  text?: string | undefined;
  /** The e-mail address or user name, as `accountName` has it. */
  login?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  sort: 'newest' | 'email' | 'last_sign_in';
}

/** A user among others. */
export interface ListedUser extends UserRecord {
  secondFactors: string[];
  /** To a day; null: never. */
  lastSignInAt: Date | null;
  /** The last one first. */
  formerEmails: string[];
  /** Where it stands in the list. */
  place: string;
}

/** The changes; undefined fields are unchanged. A new address is unverified unless the change says otherwise. */
export interface UserChange {
  email?: string | undefined;
  emailVerified?: boolean | undefined;
  emailSelfGiven?: boolean | undefined;
  pendingEmail?: string | null | undefined;
  username?: string | null | undefined;
  name?: string | null | undefined;
  /** All of it. */
  profile?: Profile | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  passwordHash?: string | undefined;
  passwordChangeRequired?: boolean | undefined;
}

/** An address that a person asks for, who was proved for it. */
export interface AskedAddress {
  pendingEmail: string;
  proved: ProvedAccount;
}

/** Makes a profile out of the one that there is while nothing else can change it. */
export type ProfilePlan = (current: Profile) => Profile;

/** Sees a user as it is while nothing else can change it, and throws to refuse. */
export type UserJudge = (current: UserRecord) => void;

export interface NewPassword {
  /** The account when its owner was proved. A demand for another password that comes later stands. */
  account: ProvedAccount & Pick<Account, 'passwordChangeRequired'>;
  passwordHash: string;
  /** What the caller is signed in with, and stays signed in with. */
  keep: { signInId: string | null; sessionId: string | null };
}

/** What a replaced password leaves its caller. */
export interface ReplacedPassword {
  /** What the cookie of the kept session holds from now on; undefined: none was kept. */
  sessionSecret: string | undefined;
}
