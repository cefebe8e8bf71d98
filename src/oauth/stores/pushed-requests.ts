import type { Payer } from '../../bounds/store-bounds.js';

export interface PushedRequest {
  /** It may have no row yet. */
  applicationId: string;
  /** As a form. */
  parameters: string;
  /** Until then a browser may come with it. */
  expiresAt: Date;
  /** Whether a code was issued for it. */
  used: boolean;
}

/** Authorization requests that clients pushed, by the SHA-256 of their handle's secret. */
export abstract class PushedRequests {
  /** @param caller it counts for; see `callerOf` @throws TooManyRequests */
  abstract push(hash: Buffer, request: Omit<PushedRequest, 'used'>, caller: Payer): Promise<void>;

  abstract find(hash: Buffer): Promise<PushedRequest | undefined>;

  /**
   * Keeps it until then for a browser that has come with it, where there is plenty of room.
   * @param caller the browser's network
   */
  abstract stay(hash: Buffer, until: Date, caller: string): Promise<void>;

  /** Marks it used. Of any number of parallel callers one is told true, once. */
  abstract use(hash: Buffer, now: Date): Promise<boolean>;
}
