import { Field, Fields } from '../../fields/field.js';
import { day, integer, list, members, object, oneOf, text, timestamp, uuid } from '../../fields/kinds.js';
import { PageOf, PageQuery } from '../../http/page.js';
import type { Reason } from '../../protocol/reason.js';
import type { ApplicationRecord } from '../applications/application.js';
import type { AuditRecord } from '../audit/audit-record.js';
import type { Usage } from './usage.js';

const OUTCOMES = ['success', 'refused'] as const;
const BY = ['you', 'application', 'another', 'system'] as const;
const count = integer(0);

/**
 * Refusals that are about the application: its registration, its authentication, its requests. Those of an account, an
 * address or a token of a person are not among them: their reasons tell whether an account exists and what it may.
 */
const OF_THE_APPLICATION: readonly string[] = [
  'invalid_request',
  'malformed_json',
  'unsupported_media_type',
  'payload_too_large',
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'unsupported_response_type',
  'invalid_target',
  'invalid_request_uri',
  'invalid_request_object',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'invalid_redirect_uri',
  'invalid_client_metadata',
] satisfies Reason[];

export class ActivityQuery extends PageQuery {
  @Field(oneOf(OUTCOMES, 'must be success or refused'), { optional: true }) outcome?: (typeof OUTCOMES)[number];
}

@Fields({ description: 'What the owner of an application sees of an event: no person, and no address.' })
export class ApplicationEventResource {
  @Field(uuid) id!: string;
  @Field(timestamp) at!: string;
  @Field(text(), { example: 'application.update' }) action!: string;
  @Field(oneOf(OUTCOMES)) outcome!: (typeof OUTCOMES)[number];
  @Field(oneOf(BY), { description: 'Who did it, as far as it is told.' }) by!: (typeof BY)[number];
  @Field(text(), { nullable: true }) request_id!: string | null;

  @Field(text(), {
    nullable: true,
    description: 'Of a refusal: its code; where it is about the application itself, with the reason.',
  })
  reason!: string | null;

  @Field(integer(1), { description: 'How many refusals it stands for.' }) count!: number;

  @Field(members, {
    nullable: true,
    description:
      'Of a change of the application: `fields`, and as `api_key` the id of your API key by which it was made. Of a refusal about it: `steps` and `compared`.',
  })
  details!: Record<string, unknown> | null;
}

export class ApplicationEventPage extends PageOf(ApplicationEventResource) {}

class GrantUse {
  @Field(text()) grant!: string;
  @Field(count) count!: number;
  @Field(day) last_day!: string;
}

class WayUse {
  @Field(text(), { example: 'password_grant' }) what!: string;
  @Field(count) count!: number;
  @Field(day) last_day!: string;
}

export class ApplicationUsageResource {
  @Field(list(object(GrantUse))) tokens_by_grant!: GrantUse[];
  @Field(list(object(WayUse)), { description: 'Ways in that are better retired.' }) discouraged!: WayUse[];
  @Field(day, { nullable: true, description: 'The day of its last token.' }) last_used_on!: string | null;
}

interface Viewer {
  accountId: string | null;
  application: Pick<ApplicationRecord, 'id' | 'clientId'>;
}

export function presentApplicationEvent(event: AuditRecord, viewer: Viewer): ApplicationEventResource {
  return {
    id: event.id,
    at: event.at.toISOString(),
    action: event.action,
    outcome: event.outcome as ApplicationEventResource['outcome'],
    by: byOf(event, viewer),
    request_id: event.requestId,
    reason: event.outcome === 'refused' ? reasonOf(event) : null,
    count: event.count,
    details: detailsOf(event, viewer),
  };
}

function byOf({ actorType, actorId }: AuditRecord, { accountId, application }: Viewer) {
  if (actorType === 'system') return 'system';
  if (actorType === 'application' && actorId === application.clientId) return 'application';
  return actorType === 'user' && actorId !== null && actorId === accountId ? 'you' : 'another';
}

function reasonOf({ reason }: AuditRecord): string | null {
  const [code = null] = reason?.split(':') ?? [];
  return code !== null && OF_THE_APPLICATION.includes(code) ? reason : code;
}

function detailsOf(event: AuditRecord, viewer: Viewer): Record<string, unknown> | null {
  const details = (event.details ?? {}) as Record<string, unknown>;
  const isOfIt = event.targetType === 'application' && event.targetId === viewer.application.id;
  const key = byOf(event, viewer) === 'you' ? details.api_key : undefined;
  const change = isOfIt ? { fields: details.fields, api_key: key } : {};
  const told = event.outcome === 'refused' ? refusalOf(event, details) : change;
  const shown = Object.entries(told).filter(([, value]) => value !== undefined);
  return shown.length === 0 ? null : Object.fromEntries(shown);
}

/** Findings of the passed steps may name an account or an address. */
function refusalOf({ reason }: AuditRecord, { steps, compared }: Record<string, unknown>): Record<string, unknown> {
  const code = reason?.split(':')[0] ?? '';
  // what a code was redeemed with is the application's; the other reasons of this refusal may be the person's
  if (code === 'invalid_grant') return { compared };
  if (!OF_THE_APPLICATION.includes(code)) return {};
  const kept = Array.isArray(steps)
    ? (steps as { check: string; outcome: string; note?: string }[]).map(({ note, ...step }) =>
        step.outcome === 'failed' && note !== undefined ? { ...step, note } : step,
      )
    : undefined;
  return { steps: kept, compared };
}

export function presentUsage({ tokens, discouraged }: Usage): ApplicationUsageResource {
  return {
    tokens_by_grant: tokens.map(({ name, count: uses, lastDay }) => ({ grant: name, count: uses, last_day: lastDay })),
    discouraged: discouraged.map(({ name, count: uses, lastDay }) => ({
      what: name,
      count: uses,
      last_day: lastDay,
    })),
    last_used_on: tokens
      .map(({ lastDay }) => lastDay)
      .reduce<string | null>((a, b) => (a !== null && a > b ? a : b), null),
  };
}
