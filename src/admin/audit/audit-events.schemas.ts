import { z } from 'zod';
import { apiKeyParameter, pageQuery } from '../../http/page.js';
import { plainText } from '../../http/plain-text.js';
import { pointInTime } from '../../http/point-in-time.js';
import { networkParameter } from '../../network/network-parameter.js';
import type { AuditFilter, AuditRecord } from './audit-record.js';

const filters = {
  actor: plainText(320).min(1, 'must not be empty').optional().meta({
    description: 'The actor: a user’s id, a `client_id`, or a login that no account has.',
  }),
  action: plainText(200)
    .min(1, 'must not be empty')
    .optional()
    .meta({ examples: ['sign-in.begin'] }),
  outcome: z.enum(['success', 'refused'], 'must be success or refused').optional(),
  target: plainText(256).min(1, 'must not be empty').optional().meta({ description: 'The id of what it was done to.' }),
  client_id: plainText(256).min(1, 'must not be empty').optional(),
  ip: networkParameter.optional(),
  request_id: plainText(128).min(1, 'must not be empty').optional(),
  from: pointInTime.optional().meta({ description: 'From this time on.' }),
  to: pointInTime.optional().meta({ description: 'Before this time.' }),
};

export const auditListQuery = pageQuery.extend(filters);
export const auditExportQuery = z.strictObject({ ...filters, api_key: apiKeyParameter });

export const auditEventResource = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    action: z.string().meta({ examples: ['user.disable'] }),
    outcome: z.enum(['success', 'refused']),
    actor: z.object({
      type: z.enum(['user', 'application', 'anonymous', 'system']),
      id: z.string().nullable(),
    }),
    client_id: z.string().nullable(),
    target: z.object({ type: z.string(), id: z.string() }).nullable(),
    ip: z.string().nullable(),
    request_id: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'The decision and its reason; never a secret.' }),
    count: z.int().min(1).meta({
      description:
        'How many refusals it stands for. `refusal.fold` counts those of a network, application, reason and minute that are not kept each: of requests that proved no credential the first twenty are.',
    }),
    details: z.record(z.string(), z.unknown()).nullable().meta({
      description:
        'Of a change: which fields. Of a refusal: `steps`, the checks of its path in order, each with its `check`, `outcome` (`passed`, `failed`, `not_reached`) and perhaps a `note`.',
    }),
  })
  .meta({ description: 'A state that changed, or a request that was refused.' });

export const auditEventPage = z.object({ data: z.array(auditEventResource), next_cursor: z.string().nullable() });

export type AuditListQuery = z.infer<typeof auditListQuery>;
export type AuditExportQuery = z.infer<typeof auditExportQuery>;
export type AuditEventResource = z.infer<typeof auditEventResource>;

export function auditFilter(query: AuditExportQuery): AuditFilter {
  const { actor, action, outcome, target, from, to } = query;
  const network = query.ip?.toString();
  return { actor, action, outcome, target, clientId: query.client_id, network, requestId: query.request_id, from, to };
}

export function presentAuditEvent(event: AuditRecord): AuditEventResource {
  return {
    id: event.id,
    at: event.at.toISOString(),
    action: event.action,
    outcome: event.outcome as AuditEventResource['outcome'],
    actor: { type: event.actorType as AuditEventResource['actor']['type'], id: event.actorId },
    client_id: event.clientId,
    target: event.targetId === null ? null : { type: event.targetType ?? 'unknown', id: event.targetId },
    ip: event.ip,
    request_id: event.requestId,
    reason: event.reason,
    count: event.count,
    details: event.details as AuditEventResource['details'],
  };
}
