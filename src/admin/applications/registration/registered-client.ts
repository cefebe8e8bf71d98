import type { Whitelist } from '../../../network/whitelist.js';
import type { Carrier } from '../gifts.js';
import type { Registered } from '../../../protocol/registration.js';

/** An application as it registered itself. */
export interface RegisteredClient extends Registered {
  id: string;
  clientId: string;
  type: 'confidential' | 'public';
  createdAt: Date;
}

/** A registration as it is kept, with what an administrator gave it, and from where its application may be used. */
export type KeptRegistration = RegisteredClient & Carrier & { whitelist: Whitelist; registered: string | null };

export interface NewRegistration extends Omit<RegisteredClient, 'createdAt'> {
  registered: 'open' | 'token';
  /** SHA-256 of the registration access token. */
  tokenHash: Buffer;
}
