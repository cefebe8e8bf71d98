import { type EndedMade, endMadeFor } from '../consents/end-made-by.js';
import { IN_FORCE } from '../consents/consents-in-force.js';
import type { Transaction } from '../database/database.js';
import { endOfApplication } from '../database/recorded-write.js';
import type { Change } from '../feed/change-feed.js';

/**
 * The people who did not allow it, by a consent in force, to make what it made for them; not its owner if it acts for them
 * by its own tokens, which takes no consent. $1: its id, $2: its `client_id`.
 */
const UNASKED = `SELECT DISTINCT made.user_id::text AS "userId"
  FROM (SELECT k.user_id, k.scopes || 'write:api-keys'::text AS scopes FROM api_keys k WHERE k.made_by = $2
        UNION ALL
        SELECT m.owner_id, ARRAY['write:applications'] FROM applications m WHERE m.made_by = $2) made
 WHERE made.user_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM applications a WHERE a.id = $1::text::uuid AND a.owner_id = made.user_id
                      AND a.made_by IS NULL AND 'client_credentials' = ANY (a.grant_types))
   AND NOT EXISTS (SELECT FROM ${IN_FORCE}
                    WHERE c.user_id = made.user_id AND c.application_id = $1::text::uuid AND c.scopes @> made.scopes)`;

/** What the audit trail says of it. */
export interface EndedUnconsented {
  ended: string;
  made?: EndedMade;
}

/**
 * Ends what an application had as first-party, which it is no more: its sign-ins and tokens, and what it made for people
 * who allowed it no such thing. Its row is locked: a write with one of its tokens is waited for, or finds it ended.
 */
export async function endUnconsented(
  tx: Transaction,
  changes: Change[],
  { id, clientId }: { id: string; clientId: string },
  now: Date,
): Promise<EndedUnconsented> {
  // a sign-in does not tell whether it was made on a consent: all end, and who consented is not asked again
  const data = { epoch: { increment: 1 } };
  const { epoch } = await tx.application.update({ where: { id }, data, select: { epoch: true } });
  changes.push(endOfApplication(clientId, now, epoch));
  const unasked = await tx.$queryRawUnsafe<{ userId: string }[]>(UNASKED, id, clientId);
  const userIds = unasked.map(({ userId }) => userId);
  const made = await endMadeFor(tx, changes, { userIds, clientId }, now);
  return { ended: 'sign-ins, as it is not first-party any more', ...(made && { made }) };
}
