import type { Whitelist } from '../../network/whitelist.js';
import type { Profile } from '../../protocol/profile.js';

export type Role = 'admin' | 'member';

/** An account, as the core needs it. */
export interface Account {
  id: string;
  /** The integer that the `/auth` face shows as `client_id`. */
  number: number;
  email: string;
  emailVerified: boolean;
  /** Set by the person and not verified: it is not a claim. */
  emailSelfGiven: boolean;
  username: string | null;
  name: string | null;
  profile: Profile;
  role: Role;
  disabled: boolean;
  /** A browser asks for another password before it goes on; the documented faces do not. */
  passwordChangeRequired: boolean;
  epoch: number;
  /** Incremented to invalidate every API key made under an earlier value. */
  keysEpoch: number;
  /** What the person can prove beside the password: `otp` for an authenticator app, `passkey` for passkeys; empty: nothing. */
  secondFactors: readonly string[];
  /** Incremented to invalidate every half-done proof made under an earlier value. */
  proofEpoch: number;
  /** Time of the last change of the account. */
  updatedAt: Date;
  whitelist: Whitelist;
}

/** An account, as it was when its owner proved it. */
export type ProvedAccount = Pick<Account, 'id' | 'epoch' | 'proofEpoch'>;

/** The epochs of an account that a right was given at. */
export type KnownState = Pick<Account, 'epoch'> & Partial<Pick<Account, 'proofEpoch'>>;

/** The accounts, from memory while the change feed is current. */
export abstract class Accounts {
  abstract byId(id: string): Promise<Account | undefined> | Account | undefined;

  /**
   * The account, from the database where memory has another epoch than one that the database had: what another node
   * changed a moment ago is not heard of yet.
   */
  abstract asOf(id: string, state: KnownState): Promise<Account | undefined>;

  /** Whether one of its passkeys cannot leave its device. Always from the database. */
  abstract hasDeviceBoundPasskey(id: string): Promise<boolean>;
}
