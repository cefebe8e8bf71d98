import { describe, expect, it } from '@jest/globals';
import { Clock } from './clock.js';

const NOON = Date.UTC(2026, 0, 1, 12);

class ClockAt extends Clock {
  constructor(public machine: number) {
    super();
  }

  protected override ofMachine(): number {
    return this.machine;
  }
}

describe('the clock', () => {
  it('is the machine’s until the database was heard, and then the database’s', () => {
    const clock = new ClockAt(NOON + 900_000);
    expect(clock.now().getTime()).toBe(NOON + 900_000);
    expect(clock.follow(new Date(NOON), 0)).toBe(-900_000);
    clock.machine += 5000;
    expect(clock.now().getTime()).toBe(NOON + 5000);
  });

  it('follows a step of either', () => {
    const clock = new ClockAt(NOON + 3_600_000);
    clock.follow(new Date(NOON), 0);
    clock.machine = NOON + 10;
    expect(clock.follow(new Date(NOON), 20)).toBe(0);
    expect(clock.now().getTime()).toBe(NOON + 10);
    expect(clock.follow(new Date(NOON - 60_000), 0)).toBe(-60_010);
  });

  it('does not take slow answers and small differences for a wrong clock', () => {
    const clock = new ClockAt(NOON);
    expect(clock.follow(new Date(NOON - 900), 0)).toBeUndefined();
    expect(clock.follow(new Date(NOON - 1900), 2000)).toBeUndefined();
    expect(clock.now().getTime()).toBe(NOON);
  });
});
