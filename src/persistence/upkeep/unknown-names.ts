import type { Swept } from '../../operations/housekeeping/housekeeping.js';
import { UNKNOWN_LOGIN } from '../../secrets/unknown-login.js';
import { ACCOUNT, ACCOUNT_AND_NETWORK } from '../accounts/postgres-credentials.js';
import type { Database, HotStatement } from '../database/database.js';
import { BATCH, removeBatch } from './sweeps.js';

/** Counters of failed sign-ins of names that no account has. */
const KINDS = [`${ACCOUNT}:${UNKNOWN_LOGIN}`, `${ACCOUNT_AND_NETWORK}:${UNKNOWN_LOGIN}`];
/** Batches of one kind in one sweep. */
const MOST_BATCHES = 50;

/** $1: the kind; $2: how many stay. Answers when the first ends that is one too many; none: there are not so many. */
const FIRST_TOO_MANY: HotStatement = {
  name: 'unknown_names_too_many',
  text: `SELECT expire::float8 AS expire FROM attempts
          WHERE starts_with(key, $1) AND (SELECT count(*) FROM attempts WHERE starts_with(key, $1)) > $2::bigint
          ORDER BY expire DESC OFFSET $2::bigint LIMIT 1`,
};

/** $1: the kind; $2: when the last of them ends that goes. */
const FORGET: HotStatement = {
  name: 'unknown_names_forget',
  text: removeBatch(
    'attempts',
    'key',
    `SELECT key FROM attempts WHERE starts_with(key, $1) AND expire <= $2::bigint LIMIT ${String(BATCH)}`,
  ),
};

/**
 * Forgets the oldest counters of each kind, so that no more than `most` stay. The newest always count: who fills the store
 * with made-up names cannot have the next ones go uncounted, which would tell them from those of accounts.
 */
export async function forgetUnknownNames(database: Database, most: number, signal: AbortSignal): Promise<Swept> {
  let removed = 0;
  let unfinished = false;
  for (const kind of KINDS) {
    const swept = await forget(kind, database, most, signal);
    removed += swept.removed;
    unfinished ||= swept.unfinished;
  }
  return { removed, unfinished };
}

async function forget(kind: string, database: Database, most: number, signal: AbortSignal): Promise<Swept> {
  let removed = 0;
  const isOver = () => signal.aborted;
  if (isOver()) return { removed, unfinished: true };
  const [last] = await database.run<{ expire: number }>(FIRST_TOO_MANY, [kind, most]);
  if (last === undefined) return { removed, unfinished: false };
  for (let batch = 0; batch < MOST_BATCHES && !isOver(); batch++) {
    const gone = await database.run(FORGET, [kind, last.expire]);
    removed += gone.length;
    if (gone.length < BATCH) return { removed, unfinished: false };
  }
  return { removed, unfinished: true };
}
