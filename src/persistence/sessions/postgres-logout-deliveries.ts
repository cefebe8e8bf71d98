import { Injectable } from '@nestjs/common';
import { LogoutDeliveries, type LogoutDelivery } from '../../oidc/logout-deliveries.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database, type HotStatement } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';

/** Seconds until the second attempt, and the most between any two. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 3600;

const TAKE: HotStatement = {
  name: 'logout_deliveries_take',
  text: `WITH due AS (
           SELECT id FROM logout_deliveries WHERE next_attempt_at <= $1::timestamptz
            ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
         )
         UPDATE logout_deliveries d
            SET attempts = d.attempts + 1,
                next_attempt_at = $1::timestamptz
                  + least(${String(FIRST_PAUSE)} * 2.0 ^ least(d.attempts, 20), ${String(LONGEST_PAUSE)}) * interval '1 second'
           FROM due, applications a
          WHERE d.id = due.id AND a.id = d.application_id
      RETURNING d.id, a.client_id, d.user_id, d.session_id, d.attempts, d.created_at`,
};

interface DeliveryRow {
  id: string;
  client_id: string;
  user_id: string;
  session_id: string | null;
  attempts: number;
  created_at: Date;
}

@Injectable()
export class PostgresLogoutDeliveries extends LogoutDeliveries {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
  ) {
    super();
  }

  async take(limit: number, now: Date): Promise<LogoutDelivery[]> {
    const rows = await this.database.run<DeliveryRow & Record<string, unknown>>(TAKE, [now, limit]);
    return rows.map((row) => ({
      id: row.id,
      clientId: row.client_id,
      userId: row.user_id,
      sessionId: row.session_id,
      attempts: row.attempts,
      createdAt: row.created_at,
    }));
  }

  async settle(id: string): Promise<void> {
    await this.database.query((prisma) => prisma.logoutDelivery.deleteMany({ where: { id } }));
  }

  async giveUp({ id, clientId, userId, sessionId }: LogoutDelivery, reason: string, now: Date): Promise<void> {
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      await tx.logoutDelivery.deleteMany({ where: { id } });
      const event = {
        action: 'logout.give-up',
        outcome: 'refused' as const,
        actor: { type: 'system' as const, id: null },
        clientId,
        target: sessionId === null ? { type: 'user', id: userId } : { type: 'session', id: sessionId },
        address: null,
        requestId: null,
        reason: reason.slice(0, 1000),
      };
      await audit(tx, event, now);
    });
  }
}
