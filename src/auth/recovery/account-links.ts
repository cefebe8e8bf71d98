import type { Origin } from '../../protocol/origin.js';

/** What a link in a mail is good for; a link of one purpose is never taken for another. */
export type LinkPurpose = 'reset' | 'invitation';

/** Seconds that a link is good for, from when it is sent. */
export const LINK_LIFETIME: Readonly<Record<LinkPurpose, number>> = { reset: 1800, invitation: 7 * 86_400 };

/** The account that a link is about. */
export interface LinkedAccount {
  id: string;
  email: string;
  username: string | null;
  name: string | null;
}

export interface NewLink {
  purpose: LinkPurpose;
  secret: string;
  /** Whose it is: by the account's id, or by what a person typed. */
  of: { userId: string } | { login: string };
}

/** The links of mails. Each holds once, for one purpose, while the account's epoch and address are as when it was made. */
export abstract class AccountLinks {
  /** Makes a link good from now on, unless it was used; undefined where there is no such account, or it is disabled. */
  abstract issue(link: NewLink): Promise<LinkedAccount | undefined>;

  /** Whose link it is, without spending it. */
  abstract find(secret: string): Promise<(LinkedAccount & { purpose: LinkPurpose }) | undefined>;

  /**
   * Spends a link for another password, and with it every other link of the account. The address counts as proved.
   * Everything of the account ends with it unless `keepsRest`. False where the link does not hold any more.
   */
  abstract setPassword(secret: string, passwordHash: string, keepsRest: boolean, origin: Origin): Promise<boolean>;
}

/** Bounds how many mails go to one address, on counters that all nodes share. */
export abstract class MailCounters {
  /** Counts one mail. `asked`: a person asked for it; otherwise it tells what happened, and is counted apart. */
  abstract admits(address: string, asked: boolean): Promise<boolean>;
}
