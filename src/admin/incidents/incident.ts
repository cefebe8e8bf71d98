import type { CountedMade } from '../../protocol/counted-made.js';

/** The scope of an incident; undefined fields match everything, and at least one must be set. */
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
  /** What the application made for people, if the scope is all of an application, for one person or for all. */
  made: CountedMade;
}
