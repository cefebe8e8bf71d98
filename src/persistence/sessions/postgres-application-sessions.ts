import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { RevokedBy } from '../../oauth/stores/applications.js';
import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { ApplicationSessions } from '../../oidc/application-sessions.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { type Change, ChangeFeed } from '../feed/change-feed.js';
import { BOUND_TO_SESSION } from './session-aftermath.js';

/** Sessions of one person that are looked at, at most. */
const MOST = 1000;

@Injectable()
export class PostgresApplicationSessions extends ApplicationSessions {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of(applicationId: string, userId: string): Promise<readonly string[]> {
    const rows = await this.database.query(
      (prisma) => prisma.$queryRaw<{ session_id: string }[]>`
        SELECT session_id::text FROM sign_ins
         WHERE user_id = ${userId}::uuid AND application_id = ${applicationId}::uuid AND session_id IS NOT NULL
         GROUP BY session_id ORDER BY max(created_at) DESC LIMIT ${MOST}`,
    );
    return rows.map((row) => row.session_id);
  }

  async end(applicationId: string, sessionId: string, by: RevokedBy): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
    const text = `UPDATE sign_ins SET revoked_at = $3::timestamptz
       WHERE session_id = $1::text::uuid AND application_id = $2::text::uuid AND revoked_at IS NULL
         AND expires_at > $3::timestamptz AND ${BOUND_TO_SESSION}
      RETURNING id::text`;
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const ended = await tx.$queryRawUnsafe<{ id: string }[]>(text, sessionId, applicationId, now);
      if (ended.length === 0) return;
      changes.push(...ended.map(({ id }): Change => ({ kind: 'sign-in', subject: id, until })));
      const target = { type: 'session', id: sessionId };
      await audit(tx, { ...by, outcome: 'success', target, details: { ended: ended.length } }, now);
    });
  }
}
