import { numericDate } from './numeric-date.js';

/** Milliseconds by which the clock of this machine may differ from the database's and still be taken for the same. */
const TOLERANCE = 1000;

/** Milliseconds by which the clocks of two nodes may differ, each on another side of the database's. */
export const NODES_APART = 2 * TOLERANCE;

/**
 * What time it is. Everything that expires asks here, so that tests can move the hands. It is the database's time, by
 * which all nodes agree: one whose own clock is wrong knows by how much (docs/adr/0041).
 */
export class Clock {
  /** Milliseconds that the database's clock is ahead of this machine's. */
  private offset = 0;

  now(): Date {
    return new Date(this.ofMachine() + this.offset);
  }

  /** As `numericDate`. */
  seconds(): number {
    return numericDate(this.now());
  }

  /**
   * Told what time it was in the database somewhen in the last `roundTrip` milliseconds.
   * @returns the new offset in milliseconds where it changed
   */
  follow(database: Date, roundTrip: number): number | undefined {
    const measured = Math.round(database.getTime() + roundTrip / 2 - this.ofMachine());
    const offset = Math.abs(measured) <= TOLERANCE + roundTrip / 2 ? 0 : measured;
    if (Math.abs(offset - this.offset) <= TOLERANCE + roundTrip / 2) return undefined;
    this.offset = offset;
    return offset;
  }

  protected ofMachine(): number {
    return Date.now();
  }
}
