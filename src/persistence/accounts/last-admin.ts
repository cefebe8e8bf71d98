import { Conflict } from '../../protocol/refusal.js';
import type { Transaction } from '../database/database.js';

/**
 * Locks all admins: every other change that could take one away waits.
 * @throws Conflict when no other admin could sign in
 */
export async function refuseLastAdmin(tx: Transaction, id: string): Promise<void> {
  const admins = await tx.user.findMany({ where: { role: 'admin', disabledAt: null }, select: { id: true }, take: 2 });
  if (admins.length === 1 && admins[0]?.id === id) {
    throw new Conflict('id', 'is the last admin who can sign in; make another one first');
  }
}
