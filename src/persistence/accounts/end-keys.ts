import type { Transaction } from '../database/database.js';
import type { Change } from '../feed/change-feed.js';

/**
 * The keys that an epoch ended say so, too. Adds to `changes` that every node looks them up again.
 * @returns how many there were
 */
export async function endKeys(tx: Transaction, changes: Change[], userId: string, now: Date): Promise<number> {
  const where = { userId, revokedAt: null };
  const keys = await tx.apiKey.updateManyAndReturn({ where, data: { revokedAt: now }, select: { secretHash: true } });
  for (const { secretHash } of keys) {
    changes.push({ kind: 'api-key', subject: Buffer.from(secretHash).toString('hex') });
  }
  return keys.length;
}
