import type { RawTransaction } from '../database/database.js';
import type { PrismaClient } from '../generated/client.js';

/** Which trust in browsers; undefined fields match everything. */
export interface TrustFilter {
  userId?: string | undefined;
  id?: string | undefined;
  /** CIDR, of the second factor or of the last use. */
  network?: string | undefined;
  /** Begun before. */
  before?: Date | undefined;
}

/** How many one statement ends at most: more than one account can have. */
export const TRUST_BATCH = 1000;

/**
 * Rows of `t` that hold, with their account `u`.
 * @param now the parameter of the present time
 */
export function liveTrust(now: string): string {
  return `t.user_id = u.id AND t.expires_at > ${now}::timestamptz AND u.disabled_at IS NULL
    AND u.epoch = t.user_epoch AND u.proof_epoch = t.proof_epoch`;
}

const COUNT = `SELECT count(*)::int AS count FROM trusted_browsers t, users u
  WHERE ${liveTrust('$1')} AND t.user_id = $2::text::uuid`;

export async function countTrust(prisma: PrismaClient, userId: string, now: Date): Promise<number> {
  const [row] = await prisma.$queryRawUnsafe<{ count: number }[]>(COUNT, now, userId);
  return row?.count ?? 0;
}

/** Ends trust that holds, a batch of it, in the transaction of what ends it. Returns how many. */
export async function endTrust(tx: RawTransaction, filter: TrustFilter, now: Date): Promise<number> {
  const { userId, id, network, before } = filter;
  const values: unknown[] = [now];
  let conditions = '';
  if (userId !== undefined) conditions += ` AND t.user_id = $${String(values.push(userId))}::text::uuid`;
  if (id !== undefined) conditions += ` AND t.id = $${String(values.push(id))}::text::uuid`;
  if (network !== undefined) {
    const given = `$${String(values.push(network))}::text::inet`;
    conditions += ` AND (t.ip <<= ${given} OR t.last_ip <<= ${given})`;
  }
  if (before !== undefined) conditions += ` AND t.created_at < $${String(values.push(before))}::timestamptz`;
  const text = `WITH batch AS MATERIALIZED (
      SELECT t.id FROM trusted_browsers t, users u WHERE ${liveTrust('$1')}${conditions}
       ORDER BY t.id LIMIT ${String(TRUST_BATCH)} FOR UPDATE OF t)
    DELETE FROM trusted_browsers WHERE id IN (SELECT id FROM batch) RETURNING 1`;
  return (await tx.$queryRawUnsafe<unknown[]>(text, ...values)).length;
}
