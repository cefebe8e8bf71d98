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
  /** Whether it is kept for longer, for a browser that came with it. */
  stays: boolean;
}

/** A pushed request that a browser has come with. */
export interface PresentedRequest {
  hash: Buffer;
  /** Of its parameters. */
  bytes: number;
  stays: boolean;
}

/** Authorization requests that clients pushed, by the SHA-256 of their handle's secret. */
export abstract class PushedRequests {
  /** @param caller it counts for; see `callerOf` @throws TooManyRequests */
  abstract push(hash: Buffer, request: Omit<PushedRequest, 'used' | 'stays'>, caller: Payer): Promise<void>;

  /** Undefined also for one that was pushed before everything of its application was ended. */
  abstract find(hash: Buffer): Promise<PushedRequest | undefined>;

  /**
   * Keeps it until then for a browser that has come with it, where there is plenty of room.
   * @param caller the browser's network
   */
  abstract stay(request: PresentedRequest, until: Date, caller: string): Promise<void>;

  /**
   * Marks it used, and gives back the room in which it stayed. Of any number of parallel callers one is told true, once.
   * @param caller the browser's network
   */
  abstract use(request: PresentedRequest, now: Date, caller: string): Promise<boolean>;
}
