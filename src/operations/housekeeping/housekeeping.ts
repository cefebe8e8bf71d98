/** What lies before these times is past keeping. */
export interface Horizons {
  /** Of the expiry or the end of a sign-in or session. */
  ended: Date;
  /** Of the time up to which an entry of the change feed, a counter of failed attempts or a used assertion has a say. */
  now: Date;
  /** Of the expiry of a code or a pushed request. */
  shortLived: Date;
  auditEvents: Date;
  knownNetworks: Date;
  usageCounts: Date;
  /** Of the registration, and of the last use, of an application that registered itself. */
  unusedRegistrations: Date;
}

export interface Swept {
  /** Rows removed. */
  removed: number;
  /** Whether there may be more to remove, or to look at, than one sweep takes on. */
  unfinished: boolean;
}

/** Removes expired rows, and finishes sign-outs that were cut off. */
export abstract class Housekeeping {
  /**
   * A bounded number of bounded batches, each durable by itself; none begins after the signal. Rows that another
   * holds are left for later: any number of nodes may sweep at once, and neither wait for each other nor for requests.
   */
  abstract sweep(horizons: Horizons, signal: AbortSignal): Promise<Swept>;
}
