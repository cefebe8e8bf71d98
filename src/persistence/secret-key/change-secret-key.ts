import type { ClientBase } from 'pg';
import { LASTING_PURPOSES } from '../../secrets/secret-key.js';
import type { AuditEvent } from '../../protocol/audit-event.js';
import { auditRow } from '../audit/audit-rows.js';
import { DatabaseFault } from '../database/database-fault.js';
import { beginLong } from '../database/long-transaction.js';
import { CACHE_CHANGE_LIFETIME } from '../feed/change-feed.js';
import { contextOfKeptKey, SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';
import { type KeyChange, reseal } from './reseal.js';
import { faultOfKey, keyMarks } from './secret-key-check.js';

/** A node takes no longer for a transaction that is in the way. */
const PATIENCE = '30s';
const TABLES = ['secret_key_marks', 'kept_requests', ...SEALED_COLUMNS.map(({ table }) => table)].join(', ');
const MIGRATION = '20261130140000_kept_keys';
const BY_SYSTEM = {
  outcome: 'success',
  actor: { type: 'system', id: null },
  address: null,
  requestId: null,
} as const satisfies Partial<AuditEvent>;

/** How many values of each kind were sealed again, and how many signing keys went that had not signed yet. */
export interface Changed {
  resealed: readonly { noun: string; count: number }[];
  unsigned: number;
}

/**
 * Seals everything under the next key, in one transaction: a crash leaves all as it was. A node that writes meanwhile
 * waits, and is refused afterwards if it sealed with the former key, whose mark is gone. Earlier releases do not know the keys that
 * outlive a secret key, so they do not run on the database any more.
 * @throws DatabaseFault
 */
export async function changeSecretKey(client: ClientBase, keys: KeyChange, now: Date): Promise<Changed> {
  await beginLong(client);
  try {
    await client.query(`SET LOCAL lock_timeout = '${PATIENCE}'`);
    await client.query(`LOCK TABLE ${TABLES} IN SHARE ROW EXCLUSIVE MODE`);
    await putMark(client, keys, now);
    const unsigned = await removeUnsigned(client, now);
    const resealed: { noun: string; count: number }[] = [];
    for (const column of SEALED_COLUMNS)
      resealed.push({ noun: column.noun, count: await reseal(client, column, keys) });
    await keepLasting(client, keys);
    for (const column of SEALED_COLUMNS) await refuseUnnamed(client, column);
    await endUnderFormer(client);
    await client.query('DELETE FROM secret_key_marks WHERE fingerprint <> $1', [keys.next.fingerprint]);
    await endEarlierReleases(client);
    await tell(client, keys, now);
    await client.query('COMMIT');
    return { resealed, unsigned };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function putMark(client: ClientBase, { former, next }: KeyChange, now: Date): Promise<void> {
  const marks = await keyMarks(client);
  const fault = faultOfKey(marks, former);
  if (fault !== undefined) throw new DatabaseFault(fault);
  const known = marks.flatMap((mark) => [...mark.former, mark.fingerprint]);
  if (known.includes(next.fingerprint))
    throw new DatabaseFault(
      'NEW_SECRET_KEY is the key of this database, or was; make another: openssl rand -base64 32',
    );
  await client.query('INSERT INTO secret_key_marks (fingerprint, former, created_at) VALUES ($1, $2, $3)', [
    next.fingerprint,
    known,
    now,
  ]);
}

/**
 * Signing keys that are published and have signed nothing: who found the former key has read them, and would sign with
 * them once they are current. The server publishes others. How many there were.
 */
async function removeUnsigned(client: ClientBase, now: Date): Promise<number> {
  // one that signs for want of an earlier one, because the clock was set back, stays
  const { rows } = await client.query<{ kid: string }>(
    `DELETE FROM signing_keys k WHERE k.signs_from > $1 AND k.retired_at IS NULL
       AND EXISTS (SELECT FROM signing_keys e WHERE e.alg = k.alg AND e.retired_at IS NULL AND e.signs_from < k.signs_from)
     RETURNING kid`,
    [now],
  );
  for (const { kid: id } of rows)
    await record(client, { ...BY_SYSTEM, action: 'signing-key.remove', target: { type: 'signing-key', id } }, now);
  return rows.length;
}

/** What the former key made names by goes on under the next one. */
async function keepLasting(client: ClientBase, { former, next }: KeyChange): Promise<void> {
  for (const purpose of LASTING_PURPOSES) {
    const sealed = next.seal(former.keyFor(purpose), contextOfKeptKey(purpose));
    await client.query(
      'INSERT INTO kept_keys (purpose, sealed, sealed_with) VALUES ($1, $2, $3) ON CONFLICT (purpose) DO NOTHING',
      [purpose, sealed, next.fingerprint],
    );
  }
}

/** A node of an earlier release, which names no key, may still have the former one. */
async function refuseUnnamed(client: ClientBase, { table, column }: SealedColumn): Promise<void> {
  const name = `${table}_sealed_with_check`;
  await client.query(
    `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name},
       ADD CONSTRAINT ${name} CHECK (${column} IS NULL OR sealed_with IS NOT NULL)`,
  );
}

/** They would name people by the next key. */
async function endEarlierReleases(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query(`UPDATE _prisma_migrations SET logs = 'contract' WHERE migration_name = $1`, [
    MIGRATION,
  ]);
  if (rowCount !== 1)
    throw new DatabaseFault(
      `the migration ${MIGRATION} is not in DATABASE_URL, so nothing was changed; start this release on it once, stop it, then run the command again`,
    );
}

/** The digits of mails are compared by a MAC of the former key, and kept requests are reached by its tickets. */
async function endUnderFormer(client: ClientBase): Promise<void> {
  await client.query('UPDATE account_links SET code_mac = NULL WHERE code_mac IS NOT NULL');
  await client.query('DELETE FROM kept_requests');
}

/** To nodes that still run with the former key, and to the audit trail. */
async function tell(client: ClientBase, { former, next }: KeyChange, now: Date): Promise<void> {
  const until = new Date(now.getTime() + CACHE_CHANGE_LIFETIME);
  await client.query(`INSERT INTO change_feed (kind, subject, until) VALUES ('secret-key', $1, $2)`, [
    next.fingerprint,
    until,
  ]);
  const details = { former: former.fingerprint, fingerprint: next.fingerprint };
  await record(client, { ...BY_SYSTEM, action: 'secret-key.change', details }, now);
}

async function record(client: ClientBase, event: AuditEvent, now: Date): Promise<void> {
  const row = auditRow(event, now);
  await client.query(
    `INSERT INTO audit_events (id, at, action, outcome, actor_type, target_type, target_id, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.id, row.at, row.action, row.outcome, row.actorType, row.targetType, row.targetId, row.details],
  );
}
