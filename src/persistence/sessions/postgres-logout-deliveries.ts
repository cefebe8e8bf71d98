import { Injectable } from '@nestjs/common';
import { LogoutDeliveries, type LogoutDelivery, type Room } from '../../oidc/logout-deliveries.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { SECONDS } from '../../protocol/durations.js';
import { audit } from '../audit/audit-rows.js';
import { Database, type HotStatement } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';

/** Seconds until the second attempt, and the most between any two. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = SECONDS.hour;

/**
 * Applications that wait are found one by one in the index, so that a great many deliveries for one cost no more than a
 * few. What its host has no slot for takes no turn from the owner's other applications.
 */
const TAKE: HotStatement = {
  name: 'logout_deliveries_take_with_room',
  text: `WITH RECURSIVE waiting (application_id) AS (
           (SELECT application_id FROM logout_deliveries ORDER BY application_id LIMIT 1)
           UNION ALL
           SELECT (SELECT d.application_id FROM logout_deliveries d WHERE d.application_id > w.application_id
                    ORDER BY d.application_id LIMIT 1)
             FROM waiting w WHERE w.application_id IS NOT NULL
         ), due AS (
           SELECT d.*, a.client_id, a.id::text AS application, coalesce(a.owner_id, a.id)::text AS owner,
                  a.metadata->>'backchannel_logout_uri' AS address, a.subjects_since,
                  lower(coalesce(substring(a.metadata->>'backchannel_logout_uri' FROM '^https?://([^/?#]*)'), '')) AS host
             FROM waiting w JOIN applications a ON a.id = w.application_id
            CROSS JOIN LATERAL (SELECT id, attempts, attempts > 0 AS again, next_attempt_at, created_at
                                  FROM logout_deliveries
                                 WHERE application_id = w.application_id AND next_attempt_at <= $1::timestamptz
                                 ORDER BY next_attempt_at LIMIT ($4::jsonb->>'application')::int) d
         ), with_host AS (
           SELECT *, coalesce(($3::jsonb->'host'->>host)::int, 0)
                     + row_number() OVER (PARTITION BY host ORDER BY again, next_attempt_at) AS of_host FROM due
         ), with_room AS (
           SELECT *, coalesce(($3::jsonb->'application'->>application)::int, 0)
                     + row_number() OVER (PARTITION BY application ORDER BY again, next_attempt_at) AS of_application,
                  coalesce(($3::jsonb->'owner'->>owner)::int, 0)
                     + row_number() OVER (PARTITION BY owner ORDER BY again, next_attempt_at) AS of_owner
             FROM with_host
            WHERE of_host <= ($4::jsonb->>'host')::int OR created_at < $5::timestamptz
         ), chosen AS (
           SELECT id, client_id, application, owner, address, subjects_since, host FROM with_room
            WHERE of_application <= ($4::jsonb->>'application')::int AND of_owner <= ($4::jsonb->>'owner')::int
            ORDER BY again, next_attempt_at LIMIT $2
         ), locked AS (
           SELECT c.* FROM logout_deliveries d JOIN chosen c ON c.id = d.id
            WHERE d.next_attempt_at <= $1::timestamptz FOR UPDATE OF d SKIP LOCKED
         )
         UPDATE logout_deliveries d
            SET attempts = d.attempts + 1,
                next_attempt_at = $1::timestamptz
                  + least(${String(FIRST_PAUSE)} * 2.0 ^ least(d.attempts, 20), ${String(LONGEST_PAUSE)}) * interval '1 second'
           FROM locked l
          WHERE d.id = l.id
      RETURNING d.id, l.client_id, l.application, l.owner, l.address, l.host, l.subjects_since, d.user_id, d.session_id,
                d.attempts, d.created_at`,
};

interface DeliveryRow {
  id: string;
  client_id: string;
  application: string;
  owner: string;
  address: string | null;
  host: string;
  subjects_since: Date | null;
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

  async take({ free, taken, atOnce, expiredBefore }: Room, now: Date): Promise<LogoutDelivery[]> {
    const values = [now, free, JSON.stringify(taken), JSON.stringify(atOnce), expiredBefore];
    const rows = await this.database.run<DeliveryRow & Record<string, unknown>>(TAKE, values);
    return rows.map((row) => ({
      id: row.id,
      clientId: row.client_id,
      applicationId: row.application,
      ownerId: row.owner,
      address: row.address,
      host: row.host,
      subjectsSince: row.subjects_since,
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
        action: 'logout.give-up' as const,
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
