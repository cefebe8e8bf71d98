import type { Transaction } from '../database/database.js';
import type { Change } from '../feed/change-feed.js';

/** The keys that an epoch ended say so, too, and every node looks them up again. */
export async function endKeys(tx: Transaction, userId: string, now: Date): Promise<Change[]> {
  const where = { userId, revokedAt: null };
  const keys = await tx.apiKey.updateManyAndReturn({ where, data: { revokedAt: now }, select: { secretHash: true } });
  return keys.map(({ secretHash }) => ({ kind: 'api-key', subject: Buffer.from(secretHash).toString('hex') }));
}
