import type { DoneBy } from '../../protocol/audit-event.js';

/** What an incident may have touched; what is undefined does not matter, but not everything may be. */
export interface IncidentScope {
  user?: { id: string } | undefined;
  application?: { id: string; clientId: string } | undefined;
  /** CIDR: it began there, or was last refreshed from there. */
  network?: string | undefined;
  /** Begun before. */
  before?: Date | undefined;
}

/** Live ones. A session belongs to no application: with an application in the scope there are none. */
export interface Affected {
  signIns: number;
  sessions: number;
}

export abstract class IncidentStore {
  abstract count(scope: IncidentScope): Promise<Affected>;

  /**
   * Ends every matching sign-in and session, durably and told to every node before it returns. All of one user or one
   * application end in one act, however many there are; else they end in batches that are durable one by one, so that
   * a call that was cut off can be made again.
   */
  abstract end(scope: IncidentScope, by: DoneBy): Promise<Affected>;
}
