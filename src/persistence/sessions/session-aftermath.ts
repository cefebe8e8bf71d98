import { OFFLINE } from '../../protocol/scope.js';
import type { Change } from '../feed/change-feed.js';
import type { Transaction } from '../database/database.js';
import { endOfSignIn } from '../database/recorded-write.js';
import { TOLD_SUBJECT } from '../sign-ins/told-subject.js';

/**
 * Sign-ins that end with their session: all but those that may go on offline. OpenID Connect Back-Channel Logout §2.7:
 * "Refresh tokens issued without the offline_access property to a session being logged out SHOULD be revoked".
 */
export const BOUND_TO_SESSION = `(generation < 0 OR NOT '${OFFLINE}' = ANY(string_to_array(scope, ' ')))`;

const MOST_CHANGED = 2000;

const END_SIGN_INS = `UPDATE sign_ins SET revoked_at = $2::timestamptz
  WHERE session_id = ANY($1::text[]::uuid[]) AND revoked_at IS NULL AND expires_at > $2::timestamptz
    AND ${BOUND_TO_SESSION}
  RETURNING id::text`;

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

/**
 * What follows from the end of sessions, in the transaction that ends them. Adds to `changes` what the nodes must hear.
 * @returns the `client_id`s of the applications that were reached with them
 */
export async function followSessionEnds(
  tx: Transaction,
  sessionIds: readonly string[],
  now: Date,
  changes: Change[],
): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const ended = await tx.$queryRawUnsafe<{ id: string }[]>(END_SIGN_INS, sessionIds, now);
  changes.push(...ended.map(({ id }) => endOfSignIn(id, now)));
  const told = await tx.$queryRawUnsafe<{ client_id: string }[]>(TELL, sessionIds, now);
  return told.map((row) => row.client_id);
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
