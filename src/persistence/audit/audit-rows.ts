import { v7 as uuidv7 } from 'uuid';
import type { AuditEvent } from '../../audit/audit-event.js';
import type { RevokedBy } from '../../oauth/stores/applications.js';
import type { Transaction } from '../database/database.js';

/** Writes an event in the transaction of the change it tells of. */
export async function audit(tx: Transaction, event: AuditEvent, at: Date): Promise<void> {
  await tx.auditEvent.create({ data: auditRow(event, at) });
}

export function auditRow(event: AuditEvent, at: Date) {
  return {
    id: uuidv7(),
    at,
    action: event.action,
    outcome: event.outcome,
    actorType: event.actor.type,
    actorId: event.actor.id,
    clientId: event.clientId ?? null,
    targetType: event.target?.type ?? null,
    targetId: event.target?.id ?? null,
    ip: event.address,
    requestId: event.requestId,
    reason: event.reason ?? null,
    ...(event.details ? { details: event.details as object } : {}),
  };
}

/** The columns a hot statement fills when it audits itself, in the order of `auditValues`. */
export const AUDIT_COLUMNS =
  'id, at, action, outcome, actor_type, actor_id, client_id, target_type, target_id, ip, request_id, reason';

/** Placeholders for `auditValues`, the first of them `$first`. */
export function auditPlaceholders(first: number): string {
  const types = ['uuid', 'timestamptz', 'text', 'text', 'text', 'text', 'text', 'text', 'text', 'inet', 'text', 'text'];
  return types.map((type, i) => `$${String(first + i)}::${type}`).join(', ');
}

export function auditValues(event: AuditEvent, at: Date): unknown[] {
  const row = auditRow(event, at);
  return [
    row.id,
    row.at,
    row.action,
    row.outcome,
    row.actorType,
    row.actorId,
    row.clientId,
    row.targetType,
    row.targetId,
    row.ip,
    row.requestId,
    row.reason,
  ];
}

export function revocationEvent(
  by: RevokedBy,
  target: { type: string; id: string },
  clientId: string | null,
): AuditEvent {
  return {
    action: by.action,
    outcome: 'success',
    actor: by.actor,
    clientId,
    target,
    address: by.address,
    requestId: by.requestId,
    reason: by.reason,
  };
}
