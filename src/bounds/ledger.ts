/** Number of time slices in the longest lifetime of a row; rows that expire in one slice are counted together. */
const PARTS = 12;

/** Counts stored rows and their bytes until each is removed. Times are in milliseconds. */
export class Ledger {
  rows = 0;
  bytes = 0;
  private readonly part: number;
  private readonly ends = new Map<number, { rows: number; bytes: number }>();
  private settled = -Infinity;

  constructor(longest: number) {
    this.part = Math.ceil(longest / PARTS);
  }

  hasRoom(now: number, limit: { rows: number; bytes: number }, bytes: number): boolean {
    this.settle(now);
    return this.rows < limit.rows && this.bytes + bytes <= limit.bytes;
  }

  add(until: number, bytes: number): void {
    const end = Math.ceil(until / this.part);
    const together = this.ends.get(end) ?? { rows: 0, bytes: 0 };
    together.rows++;
    together.bytes += bytes;
    this.ends.set(end, together);
    this.rows++;
    this.bytes += bytes;
  }

  /** Takes off a row that is removed earlier, as far as one was counted here with that end. */
  giveBack(until: number, bytes: number): void {
    const end = Math.ceil(until / this.part);
    const together = this.ends.get(end);
    if (together === undefined || together.rows === 0) return;
    const given = Math.min(bytes, together.bytes);
    together.rows--;
    together.bytes -= given;
    if (together.rows === 0 && together.bytes === 0) this.ends.delete(end);
    this.rows--;
    this.bytes -= given;
  }

  /** The time of the next removal. */
  nextEnd(now: number): number {
    const ends = [...this.ends.keys()];
    return ends.length === 0 ? now : Math.min(...ends) * this.part;
  }

  private settle(now: number): void {
    const present = Math.floor(now / this.part);
    if (present <= this.settled) return;
    this.settled = present;
    for (const [end, { rows, bytes }] of this.ends) {
      if (end > present) continue;
      this.ends.delete(end);
      this.rows -= rows;
      this.bytes -= bytes;
    }
  }
}
