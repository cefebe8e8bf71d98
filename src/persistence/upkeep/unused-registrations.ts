import { REGISTRABLE_GRANTS } from '../../protocol/registration.js';
import { CACHE_CHANGE_LIFETIME } from '../feed/change-feed.js';
import { reachedIn, slice, type Step, type WalkRow } from './sweeps.js';
import { TOKENS_OF_CLIENT } from './usage-writer.js';

const KEY = [['id', 'uuid']] as const;

/** The word of an administrator, who expects that it stays: trust, reach beyond what can be registered, the name of an API. */
const GIVEN = `(first_party OR confirmed OR brand_id IS NOT NULL OR exchange_targets <> '{}'
    OR metadata->'security_profile' IS NOT NULL
    OR NOT grant_types <@ ARRAY[${REGISTRABLE_GRANTS.map((grant) => `'${grant}'`).join(', ')}]
    OR EXISTS (SELECT FROM scopes s WHERE s.admin_only AND s.name = ANY (applications.scopes))
    OR EXISTS (SELECT FROM resources r WHERE r.application_id = applications.id))`;

/** A sign-in, a consent or something made in a person's name; or a token since the horizon. */
const USED = `(EXISTS (SELECT FROM sign_ins s WHERE s.application_id = applications.id)
    OR EXISTS (SELECT FROM consents c WHERE c.application_id = applications.id)
    OR EXISTS (SELECT FROM api_keys k WHERE k.made_by = applications.client_id AND k.revoked_at IS NULL)
    OR EXISTS (SELECT FROM applications m WHERE m.made_by = applications.client_id)
    OR EXISTS (SELECT FROM usage_counts u WHERE u.subject = applications.client_id
                  AND u.day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND starts_with(u.what, '${TOKENS_OF_CLIENT}')))`;

/** Reading and replacing a registration are no use of it: a caller who registers applications without end could keep all of them. */
const UNUSED = `registered = 'open' AND created_at < $1::timestamptz AND NOT ${GIVEN} AND NOT ${USED}`;

/** $1: the horizon; $2: the id to begin after. */
const HOLD = `WITH slice AS MATERIALIZED (${slice('applications', KEY)}), held AS MATERIALIZED (
    SELECT id FROM applications WHERE id IN (SELECT id FROM slice) AND ${UNUSED} FOR UPDATE SKIP LOCKED)
  SELECT ${reachedIn(KEY)}, ARRAY(SELECT id::text FROM held) AS held`;

/** $2: ids. Other nodes hear of each application that went. */
const REMOVE = `WITH gone AS (
    DELETE FROM applications WHERE id = ANY ($2::text[]::uuid[]) AND ${UNUSED} RETURNING client_id
  ), noted AS (
    INSERT INTO change_feed (kind, subject, until)
    SELECT 'application', client_id, now() + ${String(CACHE_CHANGE_LIFETIME)} * interval '1 millisecond' FROM gone)
  SELECT count(*)::int AS removed FROM gone`;

type Held = Pick<WalkRow, 'seen' | 'last'> & { held: string[] };

/**
 * Removes applications that registered themselves and were not used since the horizon. The condition is asked again once the rows
 * are held, by a statement that begins then: a first sign-in or consent that was committed meanwhile changes no row of an
 * application, so the statement that holds it does not see it. From then on another one waits, and is told that it is gone.
 */
export const removeUnused: Step = (database, [horizon, after]) =>
  database.transaction(async (tx) => {
    const [found] = await tx.$queryRawUnsafe<Held[]>(HOLD, horizon, after);
    if (found === undefined || found.held.length === 0) return found && { ...found, removed: 0 };
    const [row] = await tx.$queryRawUnsafe<Pick<WalkRow, 'removed'>[]>(REMOVE, horizon, found.held);
    return { ...found, removed: row?.removed ?? 0 };
  });
