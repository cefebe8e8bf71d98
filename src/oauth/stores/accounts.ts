import type { Whitelist } from '../../network/whitelist.js';
import type { Profile } from '../../protocol/profile.js';

export type Role = 'admin' | 'member';

/** A person, as the core sees one. */
export interface Account {
  id: string;
  /** The integer that the `/auth` face shows as `client_id`. */
  number: number;
  email: string;
  emailVerified: boolean;
  /** Put in force by the person, unproved: it is no claim. */
  emailSelfGiven: boolean;
  username: string | null;
  name: string | null;
  profile: Profile;
  role: Role;
  disabled: boolean;
  epoch: number;
  /** Raised to end every API key made under a lower one. */
  keysEpoch: number;
  /** When anything of the account last changed. */
  updatedAt: Date;
  whitelist: Whitelist;
}

/** The accounts, from memory where the change feed vouches for it. */
export abstract class Accounts {
  abstract byId(id: string): Promise<Account | undefined> | Account | undefined;
}
