import { Injectable } from '@nestjs/common';
import type { AuditEvent, DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { endOfSlice, type KeyRange } from '../database/key-slices.js';
import { endOfSignIn, recordedWrite } from '../database/recorded-write.js';
import { takeBackFromDevices } from './device-allowances.js';
import { conditionsOf, type SignInFilter } from './sign-in-filter.js';
import { ALIVE, NOT_TURNED_OUT } from './sign-in-statements.js';

const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** A sign-in at time $2 that gives tokens. */
const LIVE = 's.revoked_at IS NULL AND s.expires_at > $2::timestamptz';

interface Batch {
  /** How many of it lived. */
  ended: number;
  /** Its last row; undefined: there are no more in its range. */
  last: string | undefined;
}

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
    const text = `SELECT count(*)::float8 AS count
        FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
       WHERE s.expires_at > $1::timestamptz AND ${conditions}`;
    const rows = await this.database.query((prisma) => prisma.$queryRawUnsafe<{ count: number }[]>(text, ...values));
    return rows[0]?.count ?? 0;
  }

  /**
   * Ends also what a sign-out would count that the application asks for: a sign-in in a browser's session that has expired,
   * or was given up. Walks the sign-ins once, by primary key, in batches: each is durable, audited and told to every node before the
   * next begins. An index finds those of one person, and no other.
   * @returns how many lived until then
   */
  async end(filter: SignInFilter, event: AuditEvent & DoneBy): Promise<number> {
    const now = this.clock.now();
    let total = 0;
    let by: Pick<DoneBy, 'standing'> = event;
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const until: string | undefined =
        filter.userId === undefined ? await endOfSlice(this.database, 'sign_ins', after) : undefined;
      const { ended, last }: Batch = await this.endBatch(filter, { after, until }, now, event, by);
      // the caller's own sign-in may be among them
      by = UNCONDITIONAL;
      total += ended;
      after = last ?? until;
    }
    return total;
  }

  private async endBatch(
    filter: SignInFilter,
    { after, until }: KeyRange,
    now: Date,
    event: AuditEvent,
    by: Pick<DoneBy, 'standing'>,
  ): Promise<Batch> {
    const values: unknown[] = [after, now];
    const conditions = conditionsOf(filter, values).map((condition) => ` AND ${condition}`);
    if (until !== undefined) conditions.push(` AND s.id <= $${String(values.push(until))}::text::uuid`);
    const text = `WITH batch AS (
        SELECT s.id, ${LIVE} AS lived
          FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
         WHERE s.id > $1::text::uuid AND (${LIVE} OR s.session_id IS NOT NULL)
           AND ${NOT_TURNED_OUT}${conditions.join('')}
         ORDER BY s.id LIMIT ${String(BATCH)} FOR UPDATE OF s
      ), ended AS (
        UPDATE sign_ins s SET revoked_at = coalesce(s.revoked_at, $2::timestamptz), given_up = false
          FROM batch WHERE s.id = batch.id RETURNING s.id, batch.lived
      )
      SELECT id::text, lived FROM ended ORDER BY id`;
    return recordedWrite(this.database, this.feed, by, async (tx, changes) => {
      if (after === FIRST) await takeBackFromDevices(tx, filter, now);
      const rows = await tx.$queryRawUnsafe<{ id: string; lived: boolean }[]>(text, ...values);
      const ended = rows.filter(({ lived }) => lived);
      if (ended.length > 0) await audit(tx, { ...event, details: { ...event.details, ended: ended.length } }, now);
      for (const { id } of ended) changes.push(endOfSignIn(id, now));
      return { ended: ended.length, last: rows.length < BATCH ? undefined : rows.at(-1)?.id };
    });
  }
}
