/** An application that is to be told of the end of a session, or of all that a person had. */
export interface LogoutDelivery {
  id: string;
  clientId: string;
  applicationId: string;
  /** Of the application's owner, or of the application where it has none. */
  ownerId: string;
  /** Where it is to be told: host and port of its `backchannel_logout_uri`. */
  host: string;
  userId: string;
  /** Null: whatever the person has there. */
  sessionId: string | null;
  /** This one included. */
  attempts: number;
  createdAt: Date;
}

/** Slots that have no room for another delivery, by the application, the owner and the host they are for. */
export interface SlotsTaken {
  application: Record<string, number>;
  owner: Record<string, number>;
  host: Record<string, number>;
}

/** What a caller has room for. */
export interface Room {
  /** Deliveries in all. */
  free: number;
  taken: SlotsTaken;
  /** The most for one application, one owner and one host, those under way included. */
  atOnce: Record<keyof SlotsTaken, number>;
  /** Deliveries from before then are taken although their host has no slot: to be given up. */
  expiredBefore: Date;
}

/** The ends of sessions that are still to be told; written in the transaction that ends the session. */
export abstract class LogoutDeliveries {
  /**
   * Takes deliveries that are due and for which there is room, each for one caller on one node; first attempts before
   * repeated ones. Unless they are settled before, they come up again after a time that doubles with every attempt,
   * whatever becomes of the caller.
   */
  abstract take(room: Room, now: Date): Promise<LogoutDelivery[]>;

  /** Forgets a delivery: the application was told, or wants to hear no more. */
  abstract settle(id: string): Promise<void>;

  /** Forgets a delivery that never arrived, and says so in the audit trail. */
  abstract giveUp(delivery: LogoutDelivery, reason: string, now: Date): Promise<void>;
}
