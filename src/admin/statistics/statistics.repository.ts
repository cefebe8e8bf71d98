import { Injectable } from '@nestjs/common';
import { type AuditAction, REPLAYS } from '../../protocol/audit-actions.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import type { Count, DayRecord, DiscouragedUse, StatisticsRecord, Totals } from './statistics.js';
import { Database } from '../../persistence/database/database.js';
import { DISCOURAGED } from '../../persistence/upkeep/usage-writer.js';

const MOST = 50;

const SIGN_IN: AuditAction = 'sign-in.begin';
const NO_REPLAY = `action <> ALL ('{${REPLAYS.join(',')}}')`;

interface EventDay {
  day: string;
  signIns: number;
  refusals: number;
  replays: number;
}

interface LifeDay {
  day: string;
  began: number;
  ended: number;
}

// A row may stand for many refusals. An event that repeats another one's story is not counted twice: a replay is refused as well.
const EVENTS = `SELECT to_char(at, 'YYYY-MM-DD') AS day,
    count(*) FILTER (WHERE action = '${SIGN_IN}' AND outcome = 'success')::float8 AS "signIns",
    coalesce(sum(count) FILTER (WHERE outcome = 'refused' AND ${NO_REPLAY}), 0)::float8 AS refusals,
    count(*) FILTER (WHERE NOT ${NO_REPLAY})::float8 AS replays
  FROM audit_events WHERE at >= $1::timestamptz AND at < $2::timestamptz GROUP BY 1`;

const REASONS = `SELECT split_part(reason, ':', 1) AS name, sum(count)::float8 AS count
  FROM audit_events WHERE at >= $1::timestamptz AND at < $2::timestamptz
   AND outcome = 'refused' AND reason IS NOT NULL AND ${NO_REPLAY}
 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${String(MOST)}`;

// What began before the first day stands on the first day. Sign-ins that ended with all others of their user or
// application have no time of their own and are left out.
const LIVES = `WITH lives AS (
    SELECT greatest(s.created_at, $1::timestamptz) AS began, least(s.expires_at, s.revoked_at) AS ended
      FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN applications a ON a.id = s.application_id
     WHERE s.generation >= 0 AND s.expires_at > $1::timestamptz AND (s.revoked_at IS NULL OR s.revoked_at > $1::timestamptz)
       AND u.epoch = s.user_epoch AND a.epoch = s.application_epoch
  )
  SELECT day, sum(began)::float8 AS began, sum(ended)::int AS ended FROM (
    SELECT to_char(began, 'YYYY-MM-DD') AS day, count(*) AS began, 0 AS ended FROM lives GROUP BY 1
    UNION ALL
    SELECT to_char(ended, 'YYYY-MM-DD'), 0, count(*) FROM lives WHERE ended <= $2::timestamptz GROUP BY 1
  ) AS moves GROUP BY day`;

const USES = `SELECT c.what, c.subject, sum(c.count)::float8 AS count, to_char(max(c.day), 'YYYY-MM-DD') AS "lastDay",
    coalesce(a.name, k.name) AS name, a.id::text AS "applicationId"
  FROM usage_counts c
  LEFT JOIN applications a ON a.client_id = c.subject AND c.what <> 'api_key_in_query'
  LEFT JOIN api_keys k ON k.id = c.subject AND c.what = 'api_key_in_query'
 WHERE c.day >= $1::date AND c.what = ANY($2::text[])
 GROUP BY c.what, c.subject, a.name, k.name, a.id ORDER BY 3 DESC, 2 LIMIT ${String(MOST)}`;

const GRANTS = `SELECT subject AS name, sum(count)::float8 AS count FROM usage_counts
  WHERE day >= $1::date AND what = 'token_issued' GROUP BY 1 ORDER BY 2 DESC, 1`;

const TOTALS = `SELECT u.users, u."disabledUsers", a.applications, a."disabledApplications"
  FROM (SELECT count(*)::float8 AS users, count(disabled_at)::int AS "disabledUsers" FROM users) AS u,
       (SELECT count(*)::float8 AS applications, count(disabled_at)::int AS "disabledApplications" FROM applications) AS a`;

const NOTHING: Totals = { users: 0, disabledUsers: 0, applications: 0, disabledApplications: 0 };

const RETRIES = `SELECT to_char(day, 'YYYY-MM-DD') AS name, sum(count)::float8 AS count FROM usage_counts
  WHERE day >= $1::date AND what = 'refresh_retried' GROUP BY 1`;

/** Counts over the audit trail, the usage counts and the sign-ins. */
@Injectable()
export class StatisticsRepository {
  constructor(private readonly database: Database) {}

  /** From the beginning of a day (UTC) until now; one record for every day, also for those without events. */
  async since(from: Date, now: Date): Promise<StatisticsRecord> {
    const day = dayOf(from);
    // one after the other: charts must not take the connections that tokens need
    const events = await this.read<EventDay>(EVENTS, from, now);
    const refusalsByReason = await this.read<Count>(REASONS, from, now);
    const lives = await this.read<LifeDay>(LIVES, from, now);
    const retries = await this.read<Count>(RETRIES, day);
    const tokensByGrant = await this.read<Count>(GRANTS, day);
    const discouraged = await this.read<DiscouragedUse>(USES, day, DISCOURAGED);
    const [totals = NOTHING] = await this.read<Totals>(TOTALS);
    return {
      totals,
      days: daysOf(from, now, { events, lives, retries }),
      tokensByGrant,
      refusalsByReason,
      discouraged,
    };
  }

  private read<Row>(text: string, ...values: unknown[]): Promise<Row[]> {
    return this.database.query((prisma) => prisma.$queryRawUnsafe<Row[]>(text, ...values));
  }
}

function daysOf(
  from: Date,
  now: Date,
  { events, lives, retries }: { events: EventDay[]; lives: LifeDay[]; retries: Count[] },
): DayRecord[] {
  const eventsOf = new Map(events.map((row) => [row.day, row]));
  const livesOf = new Map(lives.map((row) => [row.day, row]));
  const retriesOf = new Map(retries.map(({ name, count }) => [name, count]));
  const days: DayRecord[] = [];
  let activeSignIns = 0;
  for (let at = from.getTime(); at <= now.getTime(); at += MILLISECONDS.day) {
    const day = dayOf(new Date(at));
    const moves = livesOf.get(day);
    activeSignIns += (moves?.began ?? 0) - (moves?.ended ?? 0);
    const { signIns = 0, refusals = 0, replays = 0 } = eventsOf.get(day) ?? {};
    days.push({ day, signIns, refusals, replays, activeSignIns, refreshRetries: retriesOf.get(day) ?? 0 });
  }
  return days;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
