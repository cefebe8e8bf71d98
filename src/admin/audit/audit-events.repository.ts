import { Injectable } from '@nestjs/common';
import { type AuditFilter, type AuditRecord, parseAuditCursor } from './audit-record.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
import { SIGN_INS } from '../../protocol/audit-actions.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { hashOfUnknownLogin } from '../../secrets/unknown-login.js';
import { Database } from '../../persistence/database/database.js';

const BATCH = 500;

const SELECT = `SELECT id::text, at, action, outcome, actor_type AS "actorType", actor_id AS "actorId",
                       client_id AS "clientId", target_type AS "targetType", target_id AS "targetId", host(ip) AS ip,
                       request_id AS "requestId", reason, details, count
                  FROM audit_events`;

/** The audit trail, to read: in the order of time, which the indexes have, ids breaking ties. */
@Injectable()
export class AuditEventsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly key: SecretKey,
  ) {}

  /** Newest first; one more than the page holds if there are more. The cursor is `auditCursor` of a record. */
  list(filter: AuditFilter, { limit, after }: PageRequest): Promise<AuditRecord[]> {
    return this.read(filter, after === undefined ? undefined : parseAuditCursor(after), 'DESC', limit + 1);
  }

  /** Everything until now, oldest first, a bounded batch at a time. */
  async *batches(filter: AuditFilter): AsyncGenerator<AuditRecord[], void> {
    const now = this.clock.now();
    const bounded = { ...filter, to: filter.to !== undefined && filter.to < now ? filter.to : now };
    for (let last: AuditRecord | undefined; ;) {
      const batch: AuditRecord[] = await this.read(bounded, last, 'ASC', BATCH);
      if (batch.length > 0) yield batch;
      if (batch.length < BATCH) return;
      last = batch.at(-1);
    }
  }

  private read(
    filter: AuditFilter,
    after: { at: Date; id: string } | undefined,
    order: 'ASC' | 'DESC',
    limit: number,
  ): Promise<AuditRecord[]> {
    const values: unknown[] = [];
    const conditions = conditionsOf(filter, this.key, values);
    if (after !== undefined) {
      const [at, id] = [values.push(after.at), values.push(after.id)].map(String);
      conditions.push(`(at, id) ${order === 'ASC' ? '>' : '<'} ($${at ?? ''}::timestamptz, $${id ?? ''}::text::uuid)`);
    }
    const page = `ORDER BY at ${order}, id ${order} LIMIT ${String(limit)}`;
    const hits = hitsOf(filter, conditions, page, values);
    const text =
      hits === undefined
        ? `${SELECT} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ${page}`
        : `${SELECT} WHERE id IN (SELECT id FROM (${hits}) AS hits ${page}) ${page}`;
    return this.database.query((prisma) => prisma.$queryRawUnsafe<AuditRecord[]>(text, ...values));
  }
}

/** The columns that name who an event is about. */
const ABOUT = ['actor_id', 'target_id', 'client_id'] as const;

/**
 * Each id and action in each column by its own index, a page of each: what matches rarely or always is as quick. Undefined
 * for a filter that names none.
 */
function hitsOf(
  { meant, about }: AuditFilter,
  conditions: readonly string[],
  page: string,
  values: unknown[],
): string | undefined {
  const hits = (columns: readonly string[], wanted: readonly string[]) => {
    const place = `$${String(values.push(wanted))}::text[]`;
    return columns.map((column) => {
      const where = [`${column} = wanted.value`, ...conditions].join(' AND ');
      return `SELECT hit.* FROM unnest(${place}) AS wanted (value)
        CROSS JOIN LATERAL (SELECT at, id FROM audit_events WHERE ${where} ${page}) AS hit`;
    });
  };
  if (about !== undefined) return hits(ABOUT, about).join(' UNION ');
  if (meant === undefined) return undefined;
  return [...hits([...ABOUT, 'request_id'], meant.ids), ...hits(['action'], meant.actions)].join(' UNION ');
}

/**
 * Attempts to sign in, as the partial index `audit_events_sign_ins` has it. Before refusals kept what they attempted,
 * their reason was all that told.
 */
const SIGN_IN_ATTEMPTS = `(action IN (${SIGN_INS.map((action) => `'${action}'`).join(', ')})
  OR details ->> 'attempt' = 'sign-in' OR starts_with(reason, 'invalid_credentials:'))`;

/** The filter in SQL. Values go to `values`, in order. */
function conditionsOf(filter: AuditFilter, key: SecretKey, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (placeholder: string) => string) => {
    if (value === undefined) return;
    conditions.push(condition(`$${String(values.push(value))}`));
  };
  add(filter.actor && [filter.actor, hashOfUnknownLogin(key, filter.actor)], ($) => `actor_id = ANY(${$}::text[])`);
  add(filter.action, ($) => `action = ${$}`);
  // written out: the planner then knows the partial indexes that hold
  if (filter.outcome !== undefined) conditions.push(`outcome = '${filter.outcome}'`);
  if (filter.attempt === 'sign-in') conditions.push(SIGN_IN_ATTEMPTS);
  add(filter.target, ($) => `target_id = ${$}`);
  add(filter.clientId, ($) => `client_id = ${$}`);
  add(filter.network, ($) => `ip <<= ${$}::text::inet`);
  add(filter.requestId, ($) => `request_id = ${$}`);
  add(filter.from, ($) => `at >= ${$}::timestamptz`);
  add(filter.to, ($) => `at < ${$}::timestamptz`);
  return conditions;
}
