import { InvalidRequest } from '../../protocol/refusal.js';
import type { Transaction } from '../database/database.js';
import type { Change } from '../feed/change-feed.js';

/** What deletes or renames one of these waits, and then finds the application that names it. */
const HOLD = `SELECT identifier FROM resources WHERE identifier = ANY($1::text[]) ORDER BY id FOR KEY SHARE`;

/** In one order, so that no two that replace targets wait for each other. */
const LOCK_NAMING = `SELECT id::text FROM applications WHERE $1::text = ANY(exchange_targets) ORDER BY id FOR NO KEY UPDATE`;

const REPLACE = `UPDATE applications SET exchange_targets = array_replace(exchange_targets, $1::text, $2::text)
  WHERE $1::text = ANY(exchange_targets) RETURNING client_id AS "clientId"`;

const REMOVE = `UPDATE applications SET exchange_targets = array_remove(exchange_targets, $1::text)
  WHERE $1::text = ANY(exchange_targets) RETURNING client_id AS "clientId"`;

/** Those of these targets that are registered, and stay so until the transaction ends. Before the row that names them. */
export async function holdTargets(tx: Transaction, targets: readonly string[]): Promise<string[]> {
  if (targets.length === 0) return [];
  const rows = await tx.$queryRawUnsafe<{ identifier: string }[]>(HOLD, targets);
  return rows.map(({ identifier }) => identifier);
}

/** What tokens may be exchanged for is registered: else the next to register it would get them. */
export function refuseUnknownTargets(targets: readonly string[], known: readonly string[]): void {
  const unknown = targets.find((target) => !known.includes(target));
  if (unknown === undefined) return;
  throw InvalidRequest.field('exchange_targets', `${unknown} is not the identifier of a protected resource`);
}

/** An identifier that others may register from now on is on no list of exchange targets; what `by` names is instead. */
export async function replaceTarget(
  tx: Transaction,
  changes: Change[],
  identifier: string,
  by: string | null,
): Promise<void> {
  await tx.$queryRawUnsafe(LOCK_NAMING, identifier);
  const rows = await (by === null
    ? tx.$queryRawUnsafe<{ clientId: string }[]>(REMOVE, identifier)
    : tx.$queryRawUnsafe<{ clientId: string }[]>(REPLACE, identifier, by));
  for (const { clientId } of rows) changes.push({ kind: 'application', subject: clientId });
}
