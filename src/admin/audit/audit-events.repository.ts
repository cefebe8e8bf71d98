import { Injectable } from '@nestjs/common';
import { type AuditFilter, type AuditRecord, parseAuditCursor } from './audit-record.js';
import { Clock } from '../../clock/clock.js';
import type { PageRequest } from '../../http/page.js';
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
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const text = `${SELECT} ${where} ORDER BY at ${order}, id ${order} LIMIT ${String(limit)}`;
    return this.database.query((prisma) => prisma.$queryRawUnsafe<AuditRecord[]>(text, ...values));
  }
}

/** The filter in SQL. Values go to `values`, in order. */
function conditionsOf(filter: AuditFilter, key: SecretKey, values: unknown[]): string[] {
  const conditions: string[] = [];
  const add = (value: unknown, condition: (placeholder: string) => string) => {
    if (value === undefined) return;
    conditions.push(condition(`$${String(values.push(value))}`));
  };
  add(filter.actor && [filter.actor, hashOfUnknownLogin(key, filter.actor)], ($) => `actor_id = ANY(${$}::text[])`);
  add(filter.action, ($) => `action = ${$}`);
  add(filter.outcome, ($) => `outcome = ${$}`);
  add(filter.target, ($) => `target_id = ${$}`);
  add(filter.clientId, ($) => `client_id = ${$}`);
  add(filter.network, ($) => `ip <<= ${$}::text::inet`);
  add(filter.requestId, ($) => `request_id = ${$}`);
  add(filter.from, ($) => `at >= ${$}::timestamptz`);
  add(filter.to, ($) => `at < ${$}::timestamptz`);
  return conditions;
}
