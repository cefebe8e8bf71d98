import type { Whitelist } from '../network/whitelist.js';

/** Until when, and from where, a credential works with which no person signed in. */
export interface Bounds {
  /** Null: until it is revoked. */
  expiresAt: Date | null;
  whitelist: Whitelist;
}
