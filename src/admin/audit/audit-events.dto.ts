import { Field, Fields, joining } from '../../fields/field.js';
import { integer, members, object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
import { AnyQuery, PageOf, PageQuery } from '../../http/page.js';
import { plainText } from '../../http/plain-text.js';
import { pointInTime } from '../../http/point-in-time.js';
import { Network } from '../../network/network.js';
import { networkParameter } from '../../network/network-parameter.js';
import type { Attempt } from '../../protocol/check-list.js';
import type { AuditFilter, AuditNames, AuditRecord } from './audit-record.js';

const ATTEMPTS = ['sign-in'] as const satisfies Attempt[];
const OUTCOMES = ['success', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];
const ACTORS = ['user', 'application', 'anonymous', 'system'] as const;

class AuditFilters {
  @Field(plainText(320), {
    optional: true,
    example: 'ada@example.com',
    description:
      'The beginning of an e-mail address, also of a former one, of a user name, of a word of a person’s name or of an application’s name, a part of an action, or any id, in full.',
  })
  q?: string;

  @Field(oneOf(ATTEMPTS), { optional: true, description: '`sign-in`: every attempt to sign in, good or refused.' })
  attempt?: Attempt;

  @Field(plainText(320), {
    optional: true,
    description: 'The actor: a user’s id, a `client_id`, or a login that no account has.',
  })
  actor?: string;

  @Field(plainText(200), { optional: true, example: 'sign-in.begin' }) action?: string;
  @Field(oneOf(OUTCOMES, 'must be success or refused'), { optional: true }) outcome?: Outcome;
  @Field(plainText(256), { optional: true, description: 'The id of what it was done to.' }) target?: string;
  @Field(plainText(256), { optional: true }) client_id?: string;
  @Field(networkParameter, { optional: true }) ip?: Network;
  @Field(plainText(128), { optional: true }) request_id?: string;
  @Field(pointInTime, { optional: true, description: 'From this time on.' }) from?: Date;
  @Field(pointInTime, { optional: true, description: 'Before this time.' }) to?: Date;
}

export class AuditListQuery extends joining(PageQuery, AuditFilters) {}
export class AuditExportQuery extends joining(AnyQuery, AuditFilters) {}

class AuditActor {
  @Field(oneOf(ACTORS)) type!: (typeof ACTORS)[number];
  @Field(text(), { nullable: true }) id!: string | null;
  @Field(text(), { nullable: true, description: 'An account’s address, an application’s name.' }) name!: string | null;
}

class AuditApplication {
  @Field(uuid) id!: string;
  @Field(text()) name!: string;
}

class AuditTarget {
  @Field(text()) type!: string;
  @Field(text()) id!: string;
  @Field(text(), { nullable: true }) name!: string | null;
}

@Fields({ description: 'A state that changed, or a request that was refused.' })
export class AuditEventResource {
  @Field(uuid) id!: string;
  @Field(timestamp) at!: string;
  @Field(text(), { example: 'user.disable' }) action!: string;
  @Field(oneOf(OUTCOMES)) outcome!: Outcome;
  @Field(object(AuditActor)) actor!: AuditActor;
  @Field(text(), { nullable: true }) client_id!: string | null;
  @Field(object(AuditApplication), { nullable: true, description: 'The application of `client_id`.' })
  application!: AuditApplication | null;

  @Field(object(AuditTarget), { nullable: true }) target!: AuditTarget | null;
  @Field(text(), { nullable: true }) ip!: string | null;
  @Field(text(), { nullable: true }) request_id!: string | null;
  @Field(text(), { nullable: true, description: 'The decision and its reason; never a secret.' }) reason!:
    string | null;

  @Field(integer(1), {
    description:
      'How many refusals it stands for. `refusal.fold` counts those of a network, application, reason and minute that are not kept each: of requests that proved no credential the first twenty are.',
  })
  count!: number;

  @Field(members, {
    nullable: true,
    description:
      'Of a change: which fields, and as `api_key` the id of the API key by which it was made. Of a refusal: `steps`, the checks of its path in order, each with its `check`, `outcome` (`passed`, `failed`, `not_reached`) and perhaps a `note`; `compared`, the `parameter` that does not fit, what was `sent` and what would have been `accepted`; `attempt`, what was attempted.',
  })
  details!: Record<string, unknown> | null;
}

export class AuditEventPage extends PageOf(AuditEventResource) {}

export function auditFilter(query: AuditExportQuery): AuditFilter {
  const { actor, action, attempt, outcome, target, from, to } = query;
  const network = query.ip?.toString();
  return {
    attempt,
    actor,
    action,
    outcome,
    target,
    clientId: query.client_id,
    network,
    requestId: query.request_id,
    from,
    to,
  };
}

export function presentAuditEvent(event: AuditRecord, names: AuditNames): AuditEventResource {
  const { actorId, clientId, targetId } = event;
  const nameOf = (type: string | null, id: string) => {
    if (type === 'user') return names.users.get(id) ?? null;
    if (type === 'brand') return names.brands.get(id) ?? null;
    return type === 'application' ? (names.applications.get(id)?.name ?? null) : null;
  };
  return {
    id: event.id,
    at: event.at.toISOString(),
    action: event.action,
    outcome: event.outcome as AuditEventResource['outcome'],
    actor: {
      type: event.actorType as AuditEventResource['actor']['type'],
      id: actorId,
      name: actorId === null ? null : nameOf(event.actorType, actorId),
    },
    client_id: clientId,
    application: (clientId === null ? undefined : names.applications.get(clientId)) ?? null,
    target:
      targetId === null
        ? null
        : { type: event.targetType ?? 'unknown', id: targetId, name: nameOf(event.targetType, targetId) },
    ip: event.ip,
    request_id: event.requestId,
    reason: event.reason,
    count: event.count,
    details: event.details as AuditEventResource['details'],
  };
}
