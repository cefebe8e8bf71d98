import { LAST_EPOCH, type RevocationEntry } from '../../oauth/tokens/revocations.js';
import { lastExpiry } from '../../oauth/tokens/lifetimes.js';
import { accountsOf, type Standing } from '../../protocol/standing.js';
import type { Change, ChangeFeed } from '../feed/change-feed.js';
import { type Database, isDeadlock, type Transaction } from './database.js';
import { type AlsoLocked, holdStanding } from './hold-standing.js';

/** Of two transactions that wait for each other PostgreSQL ends one: it may try again, so often. */
const ROUNDS = 3;

/**
 * One transaction and its entries of the change feed. It holds what its caller stands on; what the work adds to
 * `changes` is recorded with it, and published once it has committed. Only here is anything audited, so no write can
 * leave its caller unnamed.
 *
 * The writes of one account go one after the other: their transactions would wait for its row anyway, each on a
 * connection that others need.
 * @throws InvalidToken when the caller was ended meanwhile
 */
export function recordedWrite<T>(
  database: Database,
  feed: ChangeFeed,
  { standing }: { readonly standing: Standing },
  work: (tx: Transaction, changes: Change[]) => Promise<T>,
  also: AlsoLocked = {},
): Promise<T> {
  return database.turns.take(accountsOf(standing), () => writeOnce(database, feed, standing, work, also));
}

async function writeOnce<T>(
  database: Database,
  feed: ChangeFeed,
  standing: Standing,
  work: (tx: Transaction, changes: Change[]) => Promise<T>,
  also: AlsoLocked,
): Promise<T> {
  for (let round = 1; ; round++) {
    const changes: Change[] = [];
    try {
      const result = await database.transaction(async (tx) => {
        await holdStanding(tx, standing, also);
        const done = await work(tx as Transaction, changes);
        if (changes.length > 0) await feed.record(tx, changes);
        return done;
      });
      if (changes.length > 0) feed.published(changes);
      return result;
    } catch (error) {
      if (round === ROUNDS || !isDeadlock(error)) throw error;
    }
  }
}

/** Every access token born under a lower epoch is dead; without an epoch: all there ever were, and will be. */
export function endOfApplication(clientId: string, now: Date, epoch = LAST_EPOCH): RevocationEntry {
  return { kind: 'application', subject: clientId, epoch, until: lastExpiry(now) };
}

/** As `endOfApplication`, for everything a user signed in to. */
export function endOfUser(userId: string, now: Date, epoch = LAST_EPOCH): RevocationEntry {
  return { kind: 'user', subject: userId, epoch, until: lastExpiry(now) };
}

/** Every access token of the sign-in is dead. */
export function endOfSignIn(id: string, now: Date): RevocationEntry {
  return { kind: 'sign-in', subject: id, until: lastExpiry(now) };
}
