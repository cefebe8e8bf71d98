import type { Database, HotStatement, Transaction } from '../database/database.js';
import { BATCH, removeBatch } from './sweeps.js';

/** An account or applications that are to be deleted. */
export interface Deleted {
  userId?: string;
  applicationIds: readonly string[];
}

type Table = readonly [name: string, key: string];

/**
 * What is deleted with an application or an account and may be millions of rows. Sign-ins come before the sessions that they
 * refer to.
 */
const DEPENDENT: Readonly<Record<'application_id' | 'user_id', readonly Table[]>> = {
  application_id: [
    ['sign_ins', 'id'],
    ['consents', 'user_id, application_id'],
    ['logout_deliveries', 'id'],
  ],
  user_id: [
    ['sign_ins', 'id'],
    ['sessions', 'id'],
    ['consents', 'user_id, application_id'],
    ['known_networks', 'user_id, network'],
  ],
};

/** Rows of those in `$n`, at most so many. */
const rows = (table: string, columns: string, owner: string, n: number, limit: number) =>
  `SELECT ${columns} FROM ${table} WHERE ${owner} = ANY($${String(n)}::text[]::uuid[]) LIMIT ${String(limit)}`;

const counted = (owner: keyof typeof DEPENDENT, n: number) =>
  DEPENDENT[owner].map(([table]) => `(SELECT count(*) FROM (${rows(table, '', owner, n, BATCH + 1)}) AS found)`);

const COUNT = `SELECT (${[...counted('application_id', 1), ...counted('user_id', 2)].join(' + ')})::int AS count`;

const removing = (owner: keyof typeof DEPENDENT): HotStatement[] =>
  DEPENDENT[owner].map(([table, key]) => ({
    name: `remove_${table}_of_${owner}`,
    text: removeBatch(table, key, rows(table, key, owner, 1, BATCH)),
  }));

const REMOVE_OF_APPLICATIONS = removing('application_id');
const REMOVE_OF_USER = removing('user_id');

/** Whether one transaction deletes all that goes with it. */
export async function isSoonDeleted(tx: Transaction, { userId, applicationIds }: Deleted): Promise<boolean> {
  const [row] = await tx.$queryRawUnsafe<{ count: number }[]>(
    COUNT,
    applicationIds,
    userId === undefined ? [] : [userId],
  );
  return (row?.count ?? 0) <= BATCH;
}

/**
 * Removes what goes with it in batches that are each durable. What deletes it afterwards removes the rest: rows that were
 * held meanwhile.
 */
export async function removeDependentRows(database: Database, { userId, applicationIds }: Deleted): Promise<void> {
  for (const statement of REMOVE_OF_APPLICATIONS) await removeAll(database, statement, applicationIds);
  if (userId === undefined) return;
  for (const statement of REMOVE_OF_USER) await removeAll(database, statement, [userId]);
}

async function removeAll(database: Database, statement: HotStatement, owners: readonly string[]): Promise<void> {
  for (let removed = BATCH; removed === BATCH;) removed = (await database.run(statement, [owners])).length;
}
