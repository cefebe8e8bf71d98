import type { Settings } from '../../config/settings.js';
import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import type { Database, Transaction } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import type { ChangeFeed } from '../feed/change-feed.js';

/** Rows that one statement removes. */
const BATCH = 5000;

/** Rows are counted, on average, after a tenth of the bound has been added. */
const PARTS = 10;

type Kind = 'sign_ins' | 'sessions';

/** When a sign-in was last used to get tokens; each use sets its expiry. $5, $6: the lifetimes where its application says nothing. */
const LAST_USE = `least($3::timestamptz, greatest(s.created_at, s.rotated_at, s.expires_at - make_interval(secs =>
                    greatest(coalesce(a.refresh_token_ttl, $5::int), coalesce(a.access_token_ttl, $6::int)))))`;

/** The rows of account $1 at time $3. A sign-in goes no earlier than $4, when no access token of it is left to be revoked. */
const ROWS: Readonly<Record<Kind, string>> = {
  sign_ins: `SELECT s.id, concat_ws(' ', s.application_id, s.ip) AS origin, ${LAST_USE} AS used,
                    ${LAST_USE} < $4::timestamptz AS removable
               FROM sign_ins s JOIN applications a ON a.id = s.application_id WHERE s.user_id = $1::text::uuid`,
  sessions: `SELECT id, host(ip) AS origin, authenticated_at AS used,
                    $3::timestamptz > $4::timestamptz AND $5::int + $6::int > 0 AS removable
               FROM sessions WHERE user_id = $1::text::uuid`,
};

/**
 * Those beyond $2: first of the origins that have most, and there those that were not used for the longest time. A client
 * that signs in for every call takes no place from another.
 */
function removing(kind: Kind): string {
  return `DELETE FROM ${kind} WHERE id IN (
            SELECT id FROM (
              SELECT id, removable, row_number() OVER (ORDER BY place, used DESC, id DESC) AS rank FROM (
                SELECT *, row_number() OVER (PARTITION BY origin ORDER BY used DESC, id DESC) AS place
                  FROM (${ROWS[kind]}) AS every) AS placed) AS ranked
             WHERE rank > $2 AND removable ORDER BY rank DESC LIMIT ${String(BATCH)})`;
}

/** The networks and places beyond $2 that account $1 has signed in from. */
const FORGETTING = (['network', 'place'] as const).map(
  (key) => `DELETE FROM known_${key}s WHERE user_id = $1::text::uuid AND ${key} IN (
              SELECT ${key} FROM known_${key}s WHERE user_id = $1::text::uuid
               ORDER BY last_seen DESC OFFSET $2 LIMIT ${String(BATCH)})`,
);

/** Bounds what the sign-ins of one account leave in the store. */
export class AccountRoom {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly settings: Settings,
  ) {}

  /** Makes room for one more row. Counting them each time would cost too much: it is done by chance. */
  async make(kind: Kind, userId: string, now: Date): Promise<void> {
    const { signInsPerAccount: most, accessTokenTtl, refreshTokenTtl } = this.settings;
    if (Math.random() * Math.ceil(most / PARTS) >= 1) return;
    const idleSince = new Date(now.getTime() - MAX_ACCESS_TOKEN_TTL * 1000);
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      const values = [userId, most - 1, now, idleSince, refreshTokenTtl, accessTokenTtl];
      const removed = await tx.$executeRawUnsafe(removing(kind), ...values);
      await forget(tx, userId, most - 1);
      if (removed > 0) await audit(tx, eventOf(userId, { [kind]: removed, most }), now);
    });
  }
}

async function forget(tx: Transaction, userId: string, most: number): Promise<void> {
  for (const statement of FORGETTING) await tx.$executeRawUnsafe(statement, userId, most);
}

function eventOf(userId: string, details: Record<string, number>) {
  return {
    action: 'sign-in.make-room' as const,
    outcome: 'success' as const,
    actor: { type: 'system' as const, id: null },
    target: { type: 'user', id: userId },
    address: null,
    requestId: null,
    details,
  };
}
