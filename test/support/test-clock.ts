import { Clock } from '../../src/clock/clock.js';

/** The real time, moved forward by hand. */
export class TestClock extends Clock {
  private ahead = 0;

  override now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }
}
