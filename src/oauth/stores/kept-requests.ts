/** What waits for a person and is too long to travel in an address, by the SHA-256 of its handle. */
export abstract class KeptRequests {
  /**
   * @param sealed the request, which only this server reads
   * @param caller it counts for; see `callerOf`
   * @throws TooManyRequests
   */
  abstract keep(hash: Buffer, sealed: Buffer, expiresAt: Date, caller: string): Promise<void>;

  /** Whether less than half of the room is taken, for this caller and in all: what is kept now may stay for long. */
  abstract hasPlenty(caller: string): boolean;

  abstract find(hash: Buffer): Promise<Buffer | undefined>;
}
