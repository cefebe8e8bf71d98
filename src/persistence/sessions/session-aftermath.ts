import { OFFLINE } from '../../protocol/scope.js';
import { type Standing, UNCONDITIONAL } from '../../protocol/standing.js';
import type { Change, ChangeFeed } from '../feed/change-feed.js';
import type { Database, Transaction } from '../database/database.js';
import { endOfSignIn, recordedWrite } from '../database/recorded-write.js';
import { TOLD_SUBJECT } from '../sign-ins/told-subject.js';

/**
 * Sign-ins that end with their session: all but those that may go on offline. OpenID Connect Back-Channel Logout §2.7:
 * "Refresh tokens issued without the offline_access property to a session being logged out SHOULD be revoked".
 */
const BOUND_TO_SESSION = `(generation < 0 OR NOT '${OFFLINE}' = ANY(string_to_array(scope, ' ')))`;

/** Rows of a table that one transaction changes. */
export const MOST_CHANGED = 2000;

/**
 * Ends, at time $2, sign-ins that end with their session, at most a batch. It is found once: see `removeBatch`.
 * @param which of them
 * @param act what else is set
 */
export function endingBound(which: string, act = ''): string {
  return `WITH batch AS MATERIALIZED (
      SELECT id FROM sign_ins
       WHERE ${which} AND revoked_at IS NULL AND expires_at > $2::timestamptz AND ${BOUND_TO_SESSION}
       LIMIT ${String(MOST_CHANGED)} FOR NO KEY UPDATE
    )
    UPDATE sign_ins SET revoked_at = $2::timestamptz${act} WHERE id IN (SELECT id FROM batch) RETURNING id::text`;
}

const END_SIGN_INS = endingBound('session_id = ANY($1::text[]::uuid[])');

/** Whether sign-ins are left that are to end with these sessions. */
const MARK = 'UPDATE sessions SET ending = $2::boolean WHERE id = ANY($1::text[]::uuid[])';

const HOLD_MARKED = `SELECT id::text FROM sessions WHERE ending AND id = ANY($1::text[]::uuid[])
  ORDER BY id FOR NO KEY UPDATE`;
/** Those that no one is at. */
const HOLD_ANY_MARKED = `SELECT id::text FROM sessions WHERE ending
  ORDER BY id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED`;

/**
 * Every application that a session reached, whether its sign-in there still lives or not; those that want it are queued, but for
 * those that know the person by another subject since.
 */
const TELL = `WITH reached AS (
    SELECT s.session_id, s.user_id, s.application_id, bool_or(${TOLD_SUBJECT}) AS told
      FROM sign_ins s JOIN applications a ON a.id = s.application_id
     WHERE s.session_id = ANY($1::text[]::uuid[]) AND s.generation >= 0
     GROUP BY s.session_id, s.user_id, s.application_id
  ), queued AS (
    INSERT INTO logout_deliveries (id, application_id, user_id, session_id, created_at, next_attempt_at)
    SELECT gen_random_uuid(), r.application_id, r.user_id, r.session_id, $2::timestamptz, $2::timestamptz
      FROM reached r JOIN applications a ON a.id = r.application_id
     WHERE r.told AND a.metadata->>'backchannel_logout_uri' IS NOT NULL AND a.disabled_at IS NULL
  )
  SELECT DISTINCT a.client_id FROM reached r JOIN applications a ON a.id = r.application_id`;

/** The live sessions of account $1 that were begun under epoch $2. */
const OF_EPOCH = `user_id = $1::text::uuid AND user_epoch = $2::int AND revoked_at IS NULL AND expires_at > $3::timestamptz`;

/**
 * The sessions of a user that an epoch ends: their rows say so, too, so that none ends twice. Of an account with more than
 * one transaction can change the others are dead all the same; one that is signed out of afterwards is told again.
 */
const END_WITH_EPOCH = `UPDATE sessions SET revoked_at = $3::timestamptz
  WHERE ${OF_EPOCH} AND id IN (SELECT id FROM sessions WHERE ${OF_EPOCH} LIMIT ${String(MOST_CHANGED)})
  RETURNING id::text`;

/**
 * Every application that those sessions reached, and that of every sign-in that lived on without one. Where there was
 * no session there is no `sid`, and applications that require one are not notified.
 */
const TELL_OF_USER = `INSERT INTO logout_deliveries (id, application_id, user_id, session_id, created_at, next_attempt_at)
  SELECT gen_random_uuid(), reached.*, $3::timestamptz, $3::timestamptz
    FROM (SELECT DISTINCT s.application_id, s.user_id, s.session_id
            FROM sign_ins s JOIN applications a ON a.id = s.application_id
           WHERE s.user_id = $1::text::uuid AND s.user_epoch = $2::int AND ${TOLD_SUBJECT} AND a.disabled_at IS NULL
             AND a.metadata->>'backchannel_logout_uri' IS NOT NULL
             AND (s.session_id = ANY($4::text[]::uuid[])
                  OR EXISTS (SELECT FROM sessions WHERE id = s.session_id AND ${OF_EPOCH})
                  OR (s.revoked_at IS NULL AND s.expires_at > $3::timestamptz AND s.application_epoch = a.epoch))
             AND (s.session_id IS NOT NULL OR a.metadata->>'backchannel_logout_session_required' IS DISTINCT FROM 'true')
         ) reached`;

interface Ending {
  database: Database;
  feed: ChangeFeed;
  by: { readonly standing: Standing };
  now: Date;
  /**
   * The session, where it is one: those who end it go one after the other. They would wait for its row, each on a connection
   * that others need.
   */
  only?: string;
}

/**
 * Ends sessions, and in the same transaction what follows: the sign-ins that end with them, up to a batch, and the
 * notices to applications. Where there are more sign-ins, they end in further batches, each durable and told to every
 * node, before this returns. A sign-in does not ask for its session, so what is cut off there is marked, and housekeeping
 * ends it (`endMarked`).
 * @param work ends the rows and says which; audits that
 * @returns with it, the `client_id`s of the applications that were reached with the sessions
 */
export async function endSessions<T extends { readonly ended: readonly string[] }>(
  { database, feed, by, now, only }: Ending,
  work: (tx: Transaction) => Promise<T>,
): Promise<T & { reached: readonly string[] }> {
  const first = () =>
    recordedWrite(database, feed, by, async (tx, changes) => {
      const done = await work(tx);
      return { done, ...(await follow(tx, changes, done.ended, now)) };
    });
  const { done, reached, areLeft } = await database.turns.take(only === undefined ? [] : [only], first);
  for (let more = areLeft; more;) more = await endMarked(database, feed, now, done.ended);
  return { ...done, reached };
}

async function follow(tx: Transaction, changes: Change[], sessionIds: readonly string[], now: Date) {
  if (sessionIds.length === 0) return { reached: [], areLeft: false };
  const areLeft = await endBatch(tx, changes, sessionIds, now);
  if (areLeft) await tx.$executeRawUnsafe(MARK, sessionIds, true);
  const told = await tx.$queryRawUnsafe<{ client_id: string }[]>(TELL, sessionIds, now);
  return { reached: told.map((row) => row.client_id), areLeft };
}

/** Whether there may be more. */
async function endBatch(tx: Transaction, changes: Change[], sessionIds: readonly string[], now: Date) {
  const ended = await tx.$queryRawUnsafe<{ id: string }[]>(END_SIGN_INS, sessionIds, now);
  for (const { id } of ended) changes.push(endOfSignIn(id, now));
  return ended.length === MOST_CHANGED;
}

/**
 * Ends a batch of the sign-ins that are left of sessions that ended: of these, or of any that no one else is at.
 * @returns whether any were left
 */
export function endMarked(
  database: Database,
  feed: ChangeFeed,
  now: Date,
  sessionIds?: readonly string[],
): Promise<boolean> {
  return recordedWrite(database, feed, UNCONDITIONAL, async (tx, changes) => {
    const held = await (sessionIds === undefined
      ? tx.$queryRawUnsafe<{ id: string }[]>(HOLD_ANY_MARKED)
      : tx.$queryRawUnsafe<{ id: string }[]>(HOLD_MARKED, sessionIds));
    if (held.length === 0) return false;
    const ids = held.map(({ id }) => id);
    if (!(await endBatch(tx, changes, ids, now))) await tx.$executeRawUnsafe(MARK, ids, false);
    return true;
  });
}

/**
 * What follows where everything of a user ends with an epoch, in the transaction that raises it or deletes the user.
 * Rows that were moved to another epoch before continue.
 */
export async function followUserEnd(tx: Transaction, userId: string, epoch: number, now: Date): Promise<void> {
  const ended = await tx.$queryRawUnsafe<{ id: string }[]>(END_WITH_EPOCH, userId, epoch, now);
  const ids = ended.map(({ id }) => id);
  await tx.$executeRawUnsafe(TELL_OF_USER, userId, epoch, now, ids);
}
