import type { Transaction } from '../../persistence/database/database.js';

const LOCK_OWNER = `SELECT role::text FROM users WHERE id = $1::text::uuid FOR NO KEY UPDATE`;

/** Whether a person owns `max` brands already, however many are made, accepted or given at once. Administrators have no bound. */
export async function ownsTooMany(tx: Transaction, userId: string, max: number): Promise<boolean> {
  const [user] = await tx.$queryRawUnsafe<{ role: string }[]>(LOCK_OWNER, userId);
  if (user?.role === 'admin') return false;
  return (await tx.brandMember.count({ where: { userId, role: 'owner', accepted: true } })) >= max;
}
