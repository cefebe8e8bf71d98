import type { Origin } from '../../protocol/origin.js';
import { SECONDS } from '../../protocol/durations.js';

/** What a link in a mail is good for; a link of one purpose is never taken for another. */
export type LinkPurpose = 'reset' | 'invitation' | 'verify' | 'undo';

/** Those that set a password. */
export type PasswordPurpose = Extract<LinkPurpose, 'reset' | 'invitation'>;

/** Seconds that a link is good for, from when it is sent. */
export const LINK_LIFETIME: Readonly<Record<LinkPurpose, number>> = {
  reset: 1800,
  invitation: 7 * SECONDS.day,
  verify: 1800,
  undo: 7 * SECONDS.day,
};

/** The account that a link is about. */
export interface LinkedAccount {
  id: string;
  email: string;
  username: string | null;
  name: string | null;
}

export interface NewLink {
  purpose: PasswordPurpose;
  secret: string;
  /** Whose it is: by the account's id, or by what a person typed. */
  of: { userId: string } | { login: string };
  /** The application on whose pages it was asked for. */
  clientId: string | null;
}

/** One that sets a password. */
export interface FoundLink extends LinkedAccount {
  purpose: PasswordPurpose;
  /** The application on whose pages it was asked for; its page may look like those. */
  clientId: string | null;
  /** Whether an administrator asks for another password than the present one. */
  passwordChangeRequired: boolean;
}

/** What a link sets. */
export interface LinkedPassword {
  passwordHash: string;
  /** Whether the link was found with the demand for another password, which this one is; a later demand stands. */
  passwordChangeRequired: boolean;
  keepsRest: boolean;
}

/** The proof of an address: that of the account, or the one its person asks for. */
export interface NewProof {
  userId: string;
  address: string;
  secret: string;
  /** Six digits. */
  code: string;
  /** Of the codes of an account, that counts which was asked for last, not whose mail is sent last. */
  askedAt: Date;
}

/** The links of mails. Each holds once, for one purpose, while the account's epoch and address are as when it was made. */
export abstract class AccountLinks {
  /** Makes a link good from now on, unless it was used; undefined where there is no such account, or it is disabled. */
  abstract issue(link: NewLink): Promise<LinkedAccount | undefined>;

  /**
   * As `issue`, for the link and the code that prove an address. Codes that were asked for earlier are worth nothing from now on.
   * False where the address is proved already, or is not asked for any more.
   */
  abstract issueProof(proof: NewProof): Promise<boolean>;

  /** Whose link it is, without spending it; one that sets a password. */
  abstract find(secret: string): Promise<FoundLink | undefined>;

  /**
   * Spends a link for another password, and with it every other link of the account but those that undo a change of
   * address: a thief may have set the password. The address counts as proved.
   * Everything of the account ends with it unless `keepsRest`. False where the link does not hold any more.
   */
  abstract setPassword(secret: string, password: LinkedPassword, origin: Origin): Promise<boolean>;
}

/** Mails that a person asked for, those that tell of changes, and those that tell of sign-ins, each with its bound. */
export type CountedMail = 'asked' | 'told' | 'noticed';

/** Bounds how many mails go to one address, on counters that all nodes share. */
export abstract class MailCounters {
  /** Counts one mail, among those of its kind. */
  abstract admits(address: string, kind: CountedMail): Promise<boolean>;
}
