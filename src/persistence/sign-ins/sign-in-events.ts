import type { AuditAction } from '../../protocol/audit-actions.js';
import type { AuditEvent } from '../../protocol/audit-event.js';
import type { Origin } from '../../protocol/origin.js';
import type { ExaminedRow } from './sign-in-rows.js';

/** A token or code was used again, and its sign-in revoked. Tells both addresses. */
export function replayEvent(row: ExaminedRow, origin: Origin, action: AuditAction): AuditEvent {
  return {
    action,
    outcome: 'refused',
    actor: { type: 'user', id: row.user_id },
    clientId: row.client_id,
    target: { type: 'sign-in', id: row.id },
    address: origin.address,
    requestId: origin.requestId,
    reason: 'it was used before; the sign-in was revoked',
    details: { presented_from: origin.address, successor_held_by: row.last_ip },
  };
}
