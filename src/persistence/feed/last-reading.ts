/** A moment by two clocks, in milliseconds: one that never steps, and the one that tells the time of day. */
export interface Moment {
  readonly steady: number;
  readonly machine: number;
}

export function thisMoment(): Moment {
  return { steady: performance.now(), machine: Date.now() };
}

/**
 * When the feed was read last. The clock that never steps stands still while the machine is suspended, and the machine's
 * own may do so, too; the database's goes on. Silence is what the clocks agree upon at most: one that steps makes it
 * longer until the next reading, never shorter.
 */
export class LastReading {
  private begun: Moment = { steady: Number.NEGATIVE_INFINITY, machine: Number.NEGATIVE_INFINITY };
  /** What time it was in the database. */
  private at = Number.NEGATIVE_INFINITY;

  /** Milliseconds since it began. */
  age(now = thisMoment()): number {
    return Math.max(now.steady - this.begun.steady, now.machine - this.begun.machine);
  }

  /** Milliseconds from it to a reading that began then, and was told the time of the database. */
  silenceUntil(begun: Moment, at: Date): number {
    return Math.max(this.age(begun), at.getTime() - this.at);
  }

  was(begun: Moment, at: Date): void {
    this.begun = begun;
    this.at = at.getTime();
  }
}
