import type { Attempt } from '../../protocol/check-list.js';
import { isUuid } from '../../http/page.js';

/** One line of the audit trail, as it is kept. */
export interface AuditRecord {
  id: string;
  at: Date;
  action: string;
  outcome: string;
  actorType: string;
  actorId: string | null;
  clientId: string | null;
  targetType: string | null;
  targetId: string | null;
  ip: string | null;
  requestId: string | null;
  reason: string | null;
  details: unknown;
  /** How many refusals it stands for. */
  count: number;
}

/** Names of what events mention, by its id; what is deleted has none. */
export interface AuditNames {
  users: ReadonlyMap<string, string>;
  brands: ReadonlyMap<string, string>;
  /** By `client_id` and by id. */
  applications: ReadonlyMap<string, { id: string; name: string }>;
}

/** What a text that people search by stands for. */
export interface Meant {
  /** Of accounts, applications, targets and requests. */
  ids: readonly string[];
  actions: readonly string[];
}

/** Undefined fields match everything. */
export interface AuditFilter {
  /** Any of them. */
  meant?: Meant | undefined;
  /** What they did, or what was done to them, by these ids. A request's id is none: its sender chooses it. */
  about?: readonly string[] | undefined;
  attempt?: Attempt | undefined;
  /** A login without an account is matched by its HMAC. */
  actor?: string | undefined;
  action?: string | undefined;
  outcome?: 'success' | 'refused' | undefined;
  target?: string | undefined;
  clientId?: string | undefined;
  /** CIDR. */
  network?: string | undefined;
  requestId?: string | undefined;
  /** Inclusive. */
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
}

/** Where a record stands in the order of time. */
export function auditCursor({ at, id }: Pick<AuditRecord, 'at' | 'id'>): string {
  return `${String(at.getTime())}.${id}`;
}

export function parseAuditCursor(text: string): { at: Date; id: string } | undefined {
  const [, at, id] = /^(\d{1,15})\.(.+)$/.exec(text) ?? [];
  return at === undefined || id === undefined || !isUuid(id) ? undefined : { at: new Date(Number(at)), id };
}
