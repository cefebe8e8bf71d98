/** What waits for a person and is too long to travel in an address, by the SHA-256 of its handle. */
export abstract class KeptRequests {
  /**
   * @param sealed the request, which only this server reads
   * @param caller it counts for; see `callerOf`
   * @throws TooManyRequests
   */
  abstract keep(hash: Buffer, sealed: Buffer, expiresAt: Date, caller: string): Promise<void>;

  abstract find(hash: Buffer): Promise<Buffer | undefined>;
}
