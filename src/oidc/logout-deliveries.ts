/** A logout token to deliver, for one session or for all sessions of a person. */
export interface LogoutDelivery {
  id: string;
  clientId: string;
  applicationId: string;
  /** The application's owner, or the application if it has none. */
  ownerId: string;
  /** Its `backchannel_logout_uri` as stored, which a node's memory may not have yet; null: it has none any more. */
  address: string | null;
  /** Host and port of that. */
  host: string;
  /** As that of the application, as stored. */
  subjectsSince: Date | null;
  userId: string;
  /** Null: all sessions of the person. */
  sessionId: string | null;
  /** Attempts, including this one. */
  attempts: number;
  createdAt: Date;
}

/** The full slots, by application, owner and host. */
export interface SlotsTaken {
  application: Record<string, number>;
  owner: Record<string, number>;
  host: Record<string, number>;
}

/** The free slots of a caller. */
export interface Room {
  /** Deliveries in all. */
  free: number;
  taken: SlotsTaken;
  /** The bound for one application, one owner and one host, deliveries in progress included. */
  atOnce: Record<keyof SlotsTaken, number>;
  /** Deliveries older than this are taken without a free slot of their host, to be given up. */
  expiredBefore: Date;
}

/** Pending logout deliveries; written in the transaction that ends the session. */
export abstract class LogoutDeliveries {
  /**
   * Takes due deliveries for which there is a slot, each for one caller on one node; first attempts before
   * repeated ones. A delivery that is not settled becomes due again after a time that doubles with every attempt, even if
   * its caller stops.
   */
  abstract take(room: Room, now: Date): Promise<LogoutDelivery[]>;

  /** Removes a delivery that the application accepted or declined for good. */
  abstract settle(id: string): Promise<void>;

  /** Removes a delivery that was given up, and audits that. */
  abstract giveUp(delivery: LogoutDelivery, reason: string, now: Date): Promise<void>;
}
