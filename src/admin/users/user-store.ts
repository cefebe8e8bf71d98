import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import type { PageRequest } from '../../http/page.js';
import type { Role } from '../../oauth/stores/accounts.js';
import type { Profile } from '../../protocol/profile.js';

export interface NewUser {
  email: string;
  emailVerified: boolean;
  username: string | null;
  name: string | null;
  profile: Profile;
  role: Role;
  passwordHash: string;
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
  createdAt: Date;
  updatedAt: Date;
}

export interface UserFilter {
  /** Part of the e-mail address, user name or name. */
  text?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
}

/** What is to be changed; what is undefined stays. Another address is unverified unless the change says otherwise. */
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
}

/** Sees a user as it is while nothing else can change it, and throws to refuse. */
export type UserJudge = (current: UserRecord) => void;

export interface NewPassword {
  userId: string;
  /** The account's epoch when the old password was verified. */
  epoch: number;
  passwordHash: string;
  /** What the caller is signed in with, and stays signed in with. */
  keep: { signInId: string | null; sessionId: string | null };
}

/** The users. Every act is atomic, audited, and known to all nodes within the change feed's bound. */
export abstract class UserStore {
  /** Creates the administrator of a first start; undefined when there is any user already. One node at a time. */
  abstract createFirst(user: NewUser, event: AuditEvent): Promise<string | undefined>;

  abstract isEmpty(): Promise<boolean>;

  /** @throws Conflict when the e-mail address or user name is another's */
  abstract create(user: NewUser, by: DoneBy): Promise<UserRecord>;

  /** Newest first; one row more than the page holds if there are more. */
  abstract list(filter: UserFilter, page: PageRequest): Promise<UserRecord[]>;

  abstract find(id: string): Promise<UserRecord | undefined>;

  /**
   * Changes a user; undefined when there is none. Disabling, another role and another password end every sign-in,
   * session, access token and API key of that user in the same transaction.
   * @throws Conflict for another's e-mail address or user name, and rather than leave the server without an admin
   * who can sign in, however many such changes run at once
   */
  abstract change(id: string, change: UserChange, by: DoneBy, judge?: UserJudge): Promise<UserRecord | undefined>;

  /**
   * Replaces a password and ends every sign-in and session but those to keep, at once. False, and nothing is
   * changed, when the account's epoch has moved since.
   */
  abstract replacePassword(password: NewPassword, by: DoneBy): Promise<boolean>;

  /**
   * Deletes a user with everything they own; false when there is none.
   * @throws Conflict for the last admin who can sign in
   */
  abstract delete(id: string, by: DoneBy, judge: UserJudge): Promise<boolean>;
}
