import type { Standing } from './standing.js';

/** Who did it. */
export interface Actor {
  type: 'user' | 'application' | 'anonymous' | 'system';
  /** A user's id, a `client_id`, or what stands for the name that an unknown person typed. */
  id: string | null;
}

/** One line of the audit trail: a state that changed, or a request that was refused. */
export interface AuditEvent {
  /** `noun.verb`, such as `sign-in.begin`. */
  action: string;
  outcome: 'success' | 'refused';
  actor: Actor;
  clientId?: string | null;
  target?: { type: string; id: string } | null;
  address: string | null;
  requestId: string | null;
  /** For admins: what was decided and why. Never a secret. */
  reason?: string | null;
  details?: Record<string, unknown> | null;
  /** How many refusals it stands for. */
  count?: number;
}

/** Who does something, through what and from where: what every event of one request has in common. */
export interface DoneBy extends Pick<AuditEvent, 'actor' | 'clientId' | 'address' | 'requestId'> {
  /** What must still hold when it is written. */
  readonly standing: Standing;
}

/** What refusals have in common that are counted together. */
export interface Alike {
  /** An IPv4 address, or the /64 of an IPv6 address. */
  network: string;
  /** The account, or else the application, whose credential was proved; null: none was. */
  provedBy: string | null;
  /** Of an application there is; null: none was named, or a name that none has. */
  clientId: string | null;
  reason: string;
}

/** Keeps refusals. State changes are audited by the transaction that makes them. */
export abstract class AuditTrail {
  /**
   * Returns at once; the event is written with others a moment later.
   * @param alike what it may be counted by; undefined: it is kept whole
   */
  abstract refused(event: AuditEvent, alike?: Alike): void;
}
