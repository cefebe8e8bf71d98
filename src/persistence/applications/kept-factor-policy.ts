import { FACTOR_POLICIES } from '../../protocol/factor-policy.js';
import type { Transaction } from '../database/database.js';

const ORDER = `ARRAY[${FACTOR_POLICIES.map((policy) => `'${policy}'`).join(', ')}]`;

/** $1: the brand; $2: one application; null: all that carry the brand. */
const KEEP = `UPDATE applications a SET second_factor = b.second_factor FROM brands b
  WHERE b.id = $1::text::uuid AND (a.id = $2::text::uuid OR ($2::text IS NULL AND a.brand_id = b.id))
    AND array_position(${ORDER}, b.second_factor) > coalesce(array_position(${ORDER}, a.second_factor), 0)`;

/**
 * Gives applications that a brand leaves its policy of second factors, where it is stricter than their own: only an
 * administrator asks less of people. Whether one was changed.
 * @param applicationId undefined: all that carry the brand
 */
export async function keepFactorPolicy(tx: Transaction, brandId: string, applicationId?: string): Promise<boolean> {
  return (await tx.$executeRawUnsafe(KEEP, brandId, applicationId ?? null)) > 0;
}
