import { Injectable } from '@nestjs/common';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { type Change, ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { takeBackFromDevices } from './device-allowances.js';
import { conditionsOf, type SignInFilter } from './sign-in-filter.js';
import { ALIVE } from './sign-in-statements.js';

const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Ends many sign-ins by their rows, also those that devices may begin: where no epoch covers exactly those that are meant. */
@Injectable()
export class SignInEndings {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {}

  async count(filter: SignInFilter): Promise<number> {
    const values: unknown[] = [this.clock.now()];
    const conditions = [ALIVE, ...conditionsOf(filter, values)].join(' AND ');
    const text = `SELECT count(*)::int AS count
        FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
       WHERE s.expires_at > $1::timestamptz AND ${conditions}`;
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<{ count: number }[]>(text, ...values));
    return rows[0]?.count ?? 0;
  }

  /**
   * Walks the sign-ins once, by primary key, in batches: each is durable, audited and told to every node before the
   * next begins.
   * @returns how many ended
   */
  async end(filter: SignInFilter, event: AuditEvent & DoneBy): Promise<number> {
    const now = this.clock.now();
    let total = 0;
    let by: Pick<DoneBy, 'standing'> = event;
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const ended: string[] = await this.endBatch(filter, after, now, event, by);
      // the caller's own sign-in may be among them
      by = UNCONDITIONAL;
      total += ended.length;
      after = ended.length < BATCH ? undefined : ended.at(-1);
    }
    return total;
  }

  private async endBatch(
    filter: SignInFilter,
    after: string,
    now: Date,
    event: AuditEvent,
    by: Pick<DoneBy, 'standing'>,
  ): Promise<string[]> {
    const until = new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
    const values: unknown[] = [after, now];
    const conditions = conditionsOf(filter, values).map((condition) => ` AND ${condition}`);
    const text = `WITH batch AS (
        SELECT s.id FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
         WHERE s.id > $1::text::uuid AND s.expires_at > $2::timestamptz
           AND ${ALIVE}${conditions.join('')}
         ORDER BY s.id LIMIT ${String(BATCH)} FOR UPDATE OF s
      ), ended AS (
        UPDATE sign_ins SET revoked_at = $2::timestamptz WHERE id IN (SELECT id FROM batch) RETURNING id
      )
      SELECT id::text FROM ended ORDER BY id`;
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      if (after === FIRST) await takeBackFromDevices(tx, filter, now);
      const rows = await tx.$queryRawUnsafe<{ id: string }[]>(text, ...values);
      if (rows.length > 0) await audit(tx, { ...event, details: { ...event.details, ended: rows.length } }, now);
      changes.push(...rows.map(({ id }): Change => ({ kind: 'sign-in', subject: id, until })));
      return rows.map((row) => row.id);
    });
  }
}
