import type { Transaction } from '../database/database.js';
import type { Change } from '../feed/change-feed.js';

/** An identifier that others may register from now on is on no list of exchange targets; what `by` names is instead. */
export async function replaceTarget(
  tx: Transaction,
  changes: Change[],
  identifier: string,
  by: readonly string[],
): Promise<void> {
  const rows = await tx.application.findMany({
    where: { exchangeTargets: { has: identifier } },
    select: { id: true, clientId: true, exchangeTargets: true },
    orderBy: { id: 'asc' },
  });
  for (const { id, clientId, exchangeTargets } of rows) {
    const kept = exchangeTargets.flatMap((target) => (target === identifier ? by : [target]));
    await tx.application.update({ where: { id }, data: { exchangeTargets: kept } });
    changes.push({ kind: 'application', subject: clientId });
  }
}
