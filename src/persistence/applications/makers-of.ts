import type { Made, MakerRecord } from '../../access/made-by.js';
import type { Transaction } from '../database/database.js';
import type { PrismaClient } from '../generated/client.js';

const SHOWN = { id: true, clientId: true, name: true, ownerId: true } as const;

/** Says by which application each row was made. */
export async function makersOf(
  prisma: PrismaClient | Transaction,
  rows: readonly { madeBy: string | null }[],
): Promise<(row: { madeBy: string | null }) => Made['maker']> {
  const clientIds = [...new Set(rows.flatMap(({ madeBy }) => madeBy ?? []))];
  if (clientIds.length === 0) return () => null;
  const found = await prisma.application.findMany({ where: { clientId: { in: clientIds } }, select: SHOWN });
  const makers = new Map<string | null, MakerRecord>(found.map((maker) => [maker.clientId, maker]));
  return ({ madeBy }) => makers.get(madeBy) ?? null;
}
