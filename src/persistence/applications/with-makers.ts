import type { Made, MakerRecord } from '../../access/made-by.js';
import type { Transaction } from '../database/database.js';
import type { PrismaClient } from '../generated/client.js';

const SHOWN = { id: true, clientId: true, name: true, ownerId: true } as const;

type MadeRow = Pick<Made, 'madeBy'>;

/** The rows, each with the application that made it. */
export async function withMakers<Row extends MadeRow>(
  prisma: PrismaClient | Transaction,
  rows: readonly Row[],
): Promise<(Row & Made)[]> {
  const clientIds = [...new Set(rows.flatMap(({ madeBy }) => madeBy ?? []))];
  const found =
    clientIds.length === 0
      ? []
      : await prisma.application.findMany({ where: { clientId: { in: clientIds } }, select: SHOWN });
  const makers = new Map<string | null, MakerRecord>(found.map((maker) => [maker.clientId, maker]));
  return rows.map((row) => ({ ...row, maker: makers.get(row.madeBy) ?? null }));
}

export async function withMaker<Row extends MadeRow>(
  prisma: PrismaClient | Transaction,
  row: Row,
): Promise<Row & Made> {
  const [made] = await withMakers(prisma, [row]);
  if (made === undefined) throw new Error('one row stays one row');
  return made;
}
