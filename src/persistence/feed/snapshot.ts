/**
 * Which transactions a reading saw: all that were counted before it but those that were open.
 * @see https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT-PARTS
 */
export interface Snapshot {
  /** Every transaction below had ended. */
  readonly horizon: bigint;
  /** The first number from which on nothing was seen. */
  readonly ceiling: bigint;
  readonly open: readonly string[];
}

/** Before the first reading. */
export const NOTHING_SEEN: Snapshot = { horizon: 0n, ceiling: 0n, open: [] };

/** `xmin:xmax:xip_list` */
export function snapshotOf(text: string | null): Snapshot {
  if (text === null) return NOTHING_SEEN;
  const [horizon = '0', ceiling = '0', list = ''] = text.split(':');
  return { horizon: BigInt(horizon), ceiling: BigInt(ceiling), open: list === '' ? [] : list.split(',') };
}

export function sees({ ceiling, open }: Snapshot, transaction: string): boolean {
  return BigInt(transaction) < ceiling && !open.includes(transaction);
}
