import { type Sectored, sectorOf } from '../../protocol/sector.js';
import { type EndedMade, endMadeFor } from '../consents/end-made-by.js';
import type { Transaction } from '../database/database.js';
import { endOfApplication } from '../database/recorded-write.js';
import type { Change } from '../feed/change-feed.js';

/** For an application that signs people in, also where none has: a sign-in may be about to begin. */
const END = `UPDATE applications a SET epoch = epoch + 1, subjects_since = $2::timestamptz
  WHERE a.id = $1::text::uuid
    AND ($3::boolean OR EXISTS (SELECT FROM sign_ins s WHERE s.application_id = a.id)
                     OR EXISTS (SELECT FROM consents c WHERE c.application_id = a.id))
  RETURNING epoch`;

/**
 * In the order in which sign-ins lock them. Returns the people who have something that the application made by the consent:
 * not its owner if it acts for them by its own tokens, which takes no consent, and no one where it needs none. $2: its
 * `client_id`.
 */
const FORGET = `WITH gone AS (
    SELECT user_id FROM consents WHERE application_id = $1::text::uuid ORDER BY user_id FOR UPDATE
  ), forgotten AS (
    DELETE FROM consents c USING gone WHERE c.application_id = $1::text::uuid AND c.user_id = gone.user_id
    RETURNING c.user_id
  )
  SELECT f.user_id::text AS "userId" FROM forgotten f, applications a
   WHERE a.id = $1::text::uuid AND NOT a.first_party
     AND NOT (f.user_id = a.owner_id AND a.made_by IS NULL AND 'client_credentials' = ANY (a.grant_types))
     AND (EXISTS (SELECT FROM api_keys k WHERE k.made_by = $2::text AND k.user_id = f.user_id)
          OR EXISTS (SELECT FROM applications m WHERE m.made_by = $2::text AND m.owner_id = f.user_id))`;

/** What the audit trail says of it. */
interface EndedForOtherSubjects {
  ended: string;
  made?: EndedMade;
}

/** An application as it was, its row locked. */
interface Before extends Sectored {
  id: string;
  grantTypes: readonly string[];
}

/**
 * Ends the sign-ins, tokens and consents of an application that is to know people by other subjects: it would be told
 * those of people who have not come there since. What it made by those consents ends, too: no one could take it back.
 * @returns undefined: people keep their subjects
 */
export async function endForOtherSubjects(
  tx: Transaction,
  changes: Change[],
  before: Before,
  after: Sectored,
  now: Date,
): Promise<EndedForOtherSubjects | undefined> {
  if (sectorOf(before) === sectorOf(after)) return undefined;
  const signsIn = before.grantTypes.some((grant) => grant !== 'client_credentials');
  const [ended] = await tx.$queryRawUnsafe<{ epoch: number }[]>(END, before.id, now, signsIn);
  if (ended === undefined) return undefined;
  const { id, clientId } = before;
  changes.push(endOfApplication(clientId, now, ended.epoch));
  const forgotten = await tx.$queryRawUnsafe<{ userId: string }[]>(FORGET, id, clientId);
  const made = await endMadeFor(tx, changes, { userIds: forgotten.map(({ userId }) => userId), clientId }, now);
  return { ended: 'sign-ins and consents, as people have other subjects there', ...(made && { made }) };
}
