import { Injectable } from '@nestjs/common';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { endOfSlice, type KeyRange } from '../database/key-slices.js';
import { endSessions } from './session-aftermath.js';

/** A filter of sessions; undefined fields match everything. */
export interface SessionFilter {
  userId?: string | undefined;
  /** CIDR. */
  network?: string | undefined;
  /** Begun before. */
  before?: Date | undefined;
}

const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** A change of the password that was waited for may have taken the session, but not yet the user, to another epoch. */
const LIVE = `sessions s JOIN users u ON u.id = s.user_id
  WHERE s.revoked_at IS NULL AND u.disabled_at IS NULL AND u.epoch <= s.user_epoch`;

/** Counts and ends many browser sessions by their rows, with what follows from each end. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  async count(filter: SessionFilter): Promise<number> {
    const values: unknown[] = [this.clock.now()];
    const text = `SELECT count(*)::float8 AS count FROM ${LIVE} AND s.expires_at > $1::timestamptz${conditionsOf(filter, values)}`;
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<{ count: number }[]>(text, ...values));
    return rows[0]?.count ?? 0;
  }

  /** Walks the sessions once, by primary key, in batches that are each durable and audited. Returns how many ended. */
  async end(filter: SessionFilter, event: AuditEvent & DoneBy): Promise<number> {
    let total = 0;
    let by: Pick<DoneBy, 'standing'> = event;
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const until: string | undefined =
        filter.userId === undefined ? await endOfSlice(this.database, 'sessions', after) : undefined;
      const ended: readonly string[] = await this.endBatch(filter, { after, until }, event, by);
      // the caller's own session may be among them
      by = UNCONDITIONAL;
      total += ended.length;
      after = ended.length < BATCH ? until : ended.at(-1);
    }
    return total;
  }

  private async endBatch(
    filter: SessionFilter,
    { after, until }: KeyRange,
    event: AuditEvent,
    by: Pick<DoneBy, 'standing'>,
  ): Promise<readonly string[]> {
    const now = this.clock.now();
    const values: unknown[] = [after, now];
    const conditions = conditionsOf(filter, values);
    const inSlice = until === undefined ? '' : ` AND s.id <= $${String(values.push(until))}::text::uuid`;
    const text = `WITH batch AS (
        SELECT s.id FROM ${LIVE} AND s.id > $1::text::uuid${inSlice} AND s.expires_at > $2::timestamptz${conditions}
         ORDER BY s.id LIMIT ${String(BATCH)} FOR UPDATE OF s
      ), ended AS (
        UPDATE sessions SET revoked_at = $2::timestamptz WHERE id IN (SELECT id FROM batch) RETURNING id
      )
      SELECT id::text FROM ended ORDER BY id`;
    const { database, feed } = this;
    const { ended } = await endSessions({ database, feed, by, now }, async (tx) => {
      const rows = await tx.$queryRawUnsafe<{ id: string }[]>(text, ...values);
      if (rows.length > 0) await audit(tx, { ...event, details: { ...event.details, ended: rows.length } }, now);
      return { ended: rows.map(({ id }) => id) };
    });
    return ended;
  }
}

/** The filter in SQL, over `s`. Values go to `values`, in order. */
function conditionsOf({ userId, network, before }: SessionFilter, values: unknown[]): string {
  let conditions = '';
  if (userId !== undefined) conditions += ` AND s.user_id = $${String(values.push(userId))}::text::uuid`;
  if (network !== undefined) conditions += ` AND s.ip <<= $${String(values.push(network))}::text::inet`;
  if (before !== undefined) conditions += ` AND s.created_at < $${String(values.push(before))}::timestamptz`;
  return conditions;
}
