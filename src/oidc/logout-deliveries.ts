/** An application that is to be told of the end of a session, or of all that a person had. */
export interface LogoutDelivery {
  id: string;
  clientId: string;
  userId: string;
  /** Null: whatever the person has there. */
  sessionId: string | null;
  /** This one included. */
  attempts: number;
  createdAt: Date;
}

/** The ends of sessions that are still to be told; written in the transaction that ends the session. */
export abstract class LogoutDeliveries {
  /**
   * Takes deliveries that are due, each for one caller on one node. Unless they are settled before, they come up again
   * after a time that doubles with every attempt, whatever becomes of the caller.
   */
  abstract take(limit: number, now: Date): Promise<LogoutDelivery[]>;

  /** Forgets a delivery: the application was told, or wants to hear no more. */
  abstract settle(id: string): Promise<void>;

  /** Forgets a delivery that never arrived, and says so in the audit trail. */
  abstract giveUp(delivery: LogoutDelivery, reason: string, now: Date): Promise<void>;
}
