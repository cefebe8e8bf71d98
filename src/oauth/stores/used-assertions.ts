import type { Payer } from '../../bounds/store-bounds.js';

/** Remembers used assertions and proofs, so that each is accepted once. */
export abstract class UsedAssertions {
  /**
   * Records the first use of an identifier, for all nodes. False if it was used before. Of any number of
   * parallel callers exactly one is the first.
   * @param hash SHA-256 of the signer and the `jti`
   * @param until its expiry
   * @param caller that it is charged to; see `callerOf`
   * @throws TooManyRequests
   */
  abstract use(hash: Buffer, now: Date, until: Date, caller: Payer): Promise<boolean>;
}
