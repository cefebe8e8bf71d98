import { v7 as uuidv7 } from 'uuid';
import type { AuditEvent } from '../../protocol/audit-event.js';
import type { RevokedBy } from '../../oauth/stores/applications.js';
import type { Transaction } from '../database/database.js';

/** Writes an event in the transaction of the change it tells of. */
export async function audit(tx: Transaction, event: AuditEvent, at: Date): Promise<void> {
  await tx.auditEvent.create({ data: auditRow(event, at) });
}

export function auditRow(event: AuditEvent, at: Date) {
  const details = event.apiKeyId === undefined ? event.details : { ...event.details, api_key: event.apiKeyId };
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
    count: event.count ?? 1,
    ...(details ? { details: details as object } : {}),
  };
}

/** What a statement for many is told of the event that each caller is to be audited with. */
export const AUDIT_COLUMNS = {
  audit_id: 'uuid',
  audit_at: 'timestamptz',
  audit_action: 'text',
  audit_outcome: 'text',
  audit_actor_type: 'text',
  audit_actor_id: 'text',
  audit_client_id: 'text',
  audit_target_type: 'text',
  audit_target_id: 'text',
  audit_ip: 'inet',
  audit_request_id: 'text',
  audit_reason: 'text',
} as const;

const TOLD = Object.keys(AUDIT_COLUMNS);

/** Audits the callers in `from`, where the columns of `r` are in reach. */
export function auditing(from: string): string {
  const columns = TOLD.map((name) => name.slice('audit_'.length)).join(', ');
  return `INSERT INTO audit_events (${columns}) SELECT ${TOLD.map((name) => `r.${name}`).join(', ')} FROM ${from}`;
}

export function auditValues(event: AuditEvent, at: Date): Record<keyof typeof AUDIT_COLUMNS, unknown> {
  const row = auditRow(event, at);
  return {
    audit_id: row.id,
    audit_at: row.at,
    audit_action: row.action,
    audit_outcome: row.outcome,
    audit_actor_type: row.actorType,
    audit_actor_id: row.actorId,
    audit_client_id: row.clientId,
    audit_target_type: row.targetType,
    audit_target_id: row.targetId,
    audit_ip: row.ip,
    audit_request_id: row.requestId,
    audit_reason: row.reason,
  };
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
