import { MAX_ACCESS_TOKEN_TTL } from '../../oauth/tokens/lifetimes.js';
import type { Revocation } from '../../oauth/tokens/revocations.js';
import type { Change, ChangeFeed } from '../feed/change-feed.js';
import type { Database, Transaction } from './database.js';

/** Above every epoch there is: tokens of what was deleted are dead whatever they were born under. */
const LAST_EPOCH = 2_147_483_647;

/**
 * One transaction and its entries of the change feed. What the work adds to `changes` is recorded with it, and
 * published once it has committed.
 */
export async function recordedWrite<T>(
  database: Database,
  feed: ChangeFeed,
  work: (tx: Transaction, changes: Change[]) => Promise<T>,
): Promise<T> {
  const changes: Change[] = [];
  const result = await database.transaction(async (tx) => {
    const done = await work(tx, changes);
    if (changes.length > 0) await feed.record(tx, changes);
    return done;
  });
  if (changes.length > 0) feed.published(changes);
  return result;
}

/** Every access token born under a lower epoch is dead; without an epoch: all there ever were. */
export function endOfApplication(clientId: string, now: Date, epoch = LAST_EPOCH): Revocation {
  return { kind: 'application', subject: clientId, epoch, until: lastExpiry(now) };
}

/** As `endOfApplication`, for everything a user signed in to. */
export function endOfUser(userId: string, now: Date, epoch = LAST_EPOCH): Revocation {
  return { kind: 'user', subject: userId, epoch, until: lastExpiry(now) };
}

function lastExpiry(now: Date): Date {
  return new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
}
