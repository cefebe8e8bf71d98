import { Clock } from '../../src/clock/clock.js';

/** The real time, moved forward by hand; by hand only, once it is held. */
export class TestClock extends Clock {
  private ahead = 0;
  private held: number | undefined;

  override now(): Date {
    return new Date((this.held ?? Date.now()) + this.ahead);
  }

  hold(): void {
    this.held = Date.now();
  }

  advance(seconds: number): void {
    this.ahead += seconds * 1000;
  }
}

/** A clock that stands still. */
export class StoppedClock extends Clock {
  private readonly at = new Date();

  override now(): Date {
    return this.at;
  }
}

/** The clock of a machine that is wrong by so many seconds. */
export class SkewedClock extends Clock {
  constructor(private readonly wrongBy: number) {
    super();
  }

  protected override ofMachine(): number {
    return super.ofMachine() + this.wrongBy * 1000;
  }
}
