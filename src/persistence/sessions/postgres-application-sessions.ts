import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { RevokedBy } from '../../oauth/stores/applications.js';
import { ApplicationSessions } from '../../oidc/application-sessions.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database } from '../database/database.js';
import { endOfSignIn, recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { CONSENTED, NOT_TURNED_OUT } from '../sign-ins/sign-in-statements.js';
import { endingBound, MOST_CHANGED } from './session-aftermath.js';

/** Sessions of one person that are answered, at most. */
const MOST = 1000;

/** A device's sign-in has no authorization request, and stands on no consent that is kept. */
const HELD = `FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
  WHERE ${NOT_TURNED_OUT} AND (s.request IS NULL OR ${CONSENTED})`;
/** A session that went on with another sign-in of the person has a later time of authentication than its beginning. */
const HELD_OF_PERSON = `SELECT b.id::text AS session_id FROM sessions b
  WHERE b.user_id = $2::text::uuid AND b.revoked_at IS NULL
    AND b.created_at < $3::timestamptz + interval '1 second' AND b.authenticated_at >= $3::timestamptz
    AND EXISTS (SELECT ${HELD} AND s.session_id = b.id AND s.application_id = $1::text::uuid)
  ORDER BY b.id DESC LIMIT ${String(MOST)}`;
const GIVE_UP = endingBound('session_id = $1::text::uuid AND application_id = $3::text::uuid', ', given_up = true');
const HELD_IN_SESSION = `SELECT EXISTS (SELECT ${HELD}
    AND s.session_id = $2::text::uuid AND s.application_id = $1::text::uuid) AS held`;

@Injectable()
export class PostgresApplicationSessions extends ApplicationSessions {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of(applicationId: string, userId: string, authenticatedAt: Date): Promise<readonly string[]> {
    const values = [applicationId, userId, authenticatedAt];
    const rows = await this.database.query((prisma) =>
      prisma.$queryRawUnsafe<{ session_id: string }[]>(HELD_OF_PERSON, ...values),
    );
    return rows.map((row) => row.session_id);
  }

  async isIn(applicationId: string, sessionId: string): Promise<boolean> {
    const [row] = await this.database.query((prisma) =>
      prisma.$queryRawUnsafe<{ held: boolean }[]>(HELD_IN_SESSION, applicationId, sessionId),
    );
    return row?.held === true;
  }

  async end(applicationId: string, sessionId: string, by: RevokedBy): Promise<void> {
    const endBatch = () => this.endBatch(applicationId, sessionId, by);
    // of one session one follows the other: they would wait for its sign-ins, each on a connection that others need
    for (let ended = MOST_CHANGED; ended === MOST_CHANGED;)
      ended = await this.database.turns.take([sessionId], endBatch);
  }

  private endBatch(applicationId: string, sessionId: string, by: RevokedBy): Promise<number> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const ended = await tx.$queryRawUnsafe<{ id: string }[]>(GIVE_UP, sessionId, now, applicationId);
      if (ended.length === 0) return 0;
      for (const { id } of ended) changes.push(endOfSignIn(id, now));
      const target = { type: 'session', id: sessionId };
      await audit(tx, { ...by, outcome: 'success', target, details: { ended: ended.length } }, now);
      return ended.length;
    });
  }
}
