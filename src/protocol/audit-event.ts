import type { AuditAction, RefusedCall } from './audit-actions.js';
import type { Standing } from './standing.js';

/** The actor. */
export interface Actor {
  type: 'user' | 'application' | 'anonymous' | 'system';
  /** A user's id, a `client_id`, or the stand-in for an unknown login. */
  id: string | null;
}

/** An entry of the audit trail: a change of state, or a refused request. */
export interface AuditEvent {
  action: AuditAction | RefusedCall;
  outcome: 'success' | 'refused';
  actor: Actor;
  clientId?: string | null;
  /** The API key by which it was done: what it made stays when it is revoked, and is found by this. */
  apiKeyId?: string | undefined;
  target?: { type: string; id: string } | null;
  address: string | null;
  requestId: string | null;
  /** For admins: the decision and its reason. Never a secret. */
  reason?: string | null;
  details?: Record<string, unknown> | null;
  /** How many refusals it stands for. */
  count?: number;
}

/** The actor, its credential and its address, which all events of one request share. */
export interface DoneBy extends Pick<AuditEvent, 'actor' | 'clientId' | 'apiKeyId' | 'address' | 'requestId'> {
  /** The conditions that must hold when it is written. */
  readonly standing: Standing;
  /** As of `Origin`: for the look of mails alone. */
  readonly onPagesOf?: string | undefined;
}

/** The properties by which refusals are counted together. */
export interface Alike {
  /** An IPv4 address, or the /64 of an IPv6 address. */
  network: string;
  /** The account or application whose credential was proved; null: none. */
  provedBy: string | null;
  /** The `client_id` of an existing application; null: none or an unknown one was named. */
  clientId: string | null;
  reason: string;
}

/** Records refusals. State changes are audited by their own transaction. */
export abstract class AuditTrail {
  /**
   * Returns at once; the event is written later in a batch.
   * @param alike the properties by which it may be counted; undefined: it is stored separately
   */
  abstract refused(event: AuditEvent, alike?: Alike): void;
}
