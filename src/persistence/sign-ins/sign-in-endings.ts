import { Injectable } from '@nestjs/common';
import type { AuditEvent } from '../../audit/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { audit } from '../audit/audit-rows.js';
import { type Change, ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { conditionsOf, type SignInFilter } from './sign-in-filter.js';
import { ALIVE } from './sign-in-statements.js';

const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Ends many sign-ins by their rows: where no epoch covers exactly those that are meant. */
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
  async end(filter: SignInFilter, event: AuditEvent): Promise<number> {
    const now = this.clock.now();
    let total = 0;
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const ended: string[] = await this.endBatch(filter, after, now, event);
      total += ended.length;
      after = ended.length < BATCH ? undefined : ended.at(-1);
    }
    return total;
  }

  private async endBatch(filter: SignInFilter, after: string, now: Date, event: AuditEvent): Promise<string[]> {
    const until = new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
    const values: unknown[] = [after, now, until];
    const conditions = conditionsOf(filter, values).map((condition) => ` AND ${condition}`);
    const text = `WITH batch AS (
        SELECT s.id FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
         WHERE s.id > $1::text::uuid AND s.expires_at > $2::timestamptz
           AND ${ALIVE}${conditions.join('')}
         ORDER BY s.id LIMIT ${String(BATCH)} FOR UPDATE OF s
      ), ended AS (
        UPDATE sign_ins SET revoked_at = $2::timestamptz WHERE id IN (SELECT id FROM batch) RETURNING id
      ), told AS (
        INSERT INTO change_feed (kind, subject, until) SELECT 'sign-in', id::text, $3::timestamptz FROM ended
      )
      SELECT id::text FROM ended ORDER BY id`;
    const ended = await this.database.transaction(async (tx) => {
      const rows = await tx.$queryRawUnsafe<{ id: string }[]>(text, ...values);
      if (rows.length > 0) await audit(tx, { ...event, details: { ...event.details, ended: rows.length } }, now);
      return rows.map((row) => row.id);
    });
    const changes = ended.map((subject): Change => ({ kind: 'sign-in', subject, until }));
    if (changes.length > 0) this.feed.published(changes);
    return ended;
  }
}
