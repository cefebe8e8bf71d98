import type { CountedMade } from '../../protocol/counted-made.js';
import type { PrismaClient } from '../generated/client.js';
import type { EndedMade } from './end-made-by.js';

/** $1: the `client_id` of the maker; $2: for this person, or null: for all. What those applications made counts for all. */
const COUNT = `WITH RECURSIVE made (client_id) AS (
    SELECT client_id FROM applications WHERE made_by = $1::text AND ($2::text IS NULL OR owner_id = $2::text::uuid)
     UNION
    SELECT m.client_id FROM applications m JOIN made ON m.made_by = made.client_id
  )
  SELECT (SELECT count(*) FROM api_keys k WHERE k.revoked_at IS NULL
           AND (k.made_by IN (SELECT client_id FROM made)
                OR (k.made_by = $1::text AND ($2::text IS NULL OR k.user_id = $2::text::uuid))))::int AS "apiKeys",
         (SELECT count(*) FROM applications m
           WHERE m.disabled_at IS NULL AND m.client_id IN (SELECT client_id FROM made))::int AS applications`;

export const NOTHING_MADE: CountedMade = { apiKeys: 0, applications: 0 };

export function countOf(made: EndedMade | undefined): CountedMade {
  return made === undefined ? NOTHING_MADE : { apiKeys: made.api_keys.length, applications: made.applications.length };
}

/** How much `endMadeBy` would end. */
export async function countMadeBy(
  prisma: PrismaClient,
  { userId, clientId }: { userId: string | undefined; clientId: string },
): Promise<CountedMade> {
  const [counted] = await prisma.$queryRawUnsafe<CountedMade[]>(COUNT, clientId, userId ?? null);
  return counted ?? NOTHING_MADE;
}
