import { type Sectored, sectorOf } from '../../protocol/sector.js';
import type { Transaction } from '../database/database.js';
import { endOfApplication } from '../database/recorded-write.js';
import type { Change } from '../feed/change-feed.js';

/** For an application that signs people in, also where none has: a sign-in may be about to begin. */
const END = `UPDATE applications a SET epoch = epoch + 1, subjects_since = $2::timestamptz
  WHERE a.id = $1::text::uuid
    AND ($3::boolean OR EXISTS (SELECT FROM sign_ins s WHERE s.application_id = a.id)
                     OR EXISTS (SELECT FROM consents c WHERE c.application_id = a.id))
  RETURNING epoch`;

/** In the order in which sign-ins lock them. */
const FORGET = `WITH gone AS (
    SELECT user_id FROM consents WHERE application_id = $1::text::uuid ORDER BY user_id FOR UPDATE
  ) DELETE FROM consents c USING gone WHERE c.application_id = $1::text::uuid AND c.user_id = gone.user_id`;

/** What the audit trail says of it. */
export const OTHER_SUBJECTS = { ended: 'sign-ins and consents, as people have other subjects there' } as const;

/** An application as it was, its row locked. */
interface Before extends Sectored {
  id: string;
  grantTypes: readonly string[];
}

/**
 * Ends the sign-ins, tokens and consents of an application that is to know people by other subjects: it would be told
 * those of people who have not come there since.
 * @returns whether it did
 */
export async function endForOtherSubjects(
  tx: Transaction,
  changes: Change[],
  before: Before,
  after: Sectored,
  now: Date,
): Promise<boolean> {
  if (sectorOf(before) === sectorOf(after)) return false;
  const signsIn = before.grantTypes.some((grant) => grant !== 'client_credentials');
  const [ended] = await tx.$queryRawUnsafe<{ epoch: number }[]>(END, before.id, now, signsIn);
  if (ended === undefined) return false;
  await tx.$executeRawUnsafe(FORGET, before.id);
  changes.push(endOfApplication(before.clientId, now, ended.epoch));
  return true;
}
