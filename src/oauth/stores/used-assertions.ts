/** Remembers signed assertions and proofs, so that none is taken twice. */
export abstract class UsedAssertions {
  /**
   * Notes the first use of an identifier, on all nodes at once. False when it was used before. Of any number of
   * parallel callers one is the first.
   * @param hash SHA-256 of who signed it and of its `jti`
   * @param until when it has expired anyway
   * @param caller it counts for; see `callerOf`
   * @throws TooManyRequests
   */
  abstract use(hash: Buffer, now: Date, until: Date, caller: string): Promise<boolean>;
}
