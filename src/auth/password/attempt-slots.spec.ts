import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AttemptSlots } from './attempt-slots.js';

const KEY = 'account network';

/** An attempt as the password check makes one: it looks, takes a slot or waits for its turn, and passes the turn on. */
async function attempt(slots: AttemptSlots, look: () => number, work: () => Promise<void>): Promise<void> {
  for (let waited = false; ; waited = true) {
    const taken = slots.take(KEY, look());
    if (taken) {
      if (waited) slots.wakeNext(KEY);
      break;
    }
    await slots.turn(KEY, waited);
  }
  try {
    await work();
  } finally {
    slots.release(KEY);
  }
}

describe('slots', () => {
  it('are as many as there are, for each key', () => {
    const slots = new AttemptSlots();
    expect([slots.take(KEY, 2), slots.take(KEY, 2), slots.take(KEY, 2)]).toEqual([true, true, false]);
    expect(slots.take('another', 1)).toBe(true);
    slots.release(KEY);
    expect([slots.take(KEY, 2), slots.take(KEY, 2)]).toEqual([true, false]);
  });

  it('are none where none is available', () => {
    expect(new AttemptSlots().take(KEY, 0)).toBe(false);
    expect(new AttemptSlots().take(KEY, -1)).toBe(false);
  });

  it('let a crowd through, never more at once than available, with a bounded number of looks', async () => {
    const slots = new AttemptSlots();
    let [underWay, most, looks] = [0, 0, 0];
    const look = () => {
      looks++;
      return 10;
    };
    const work = async () => {
      most = Math.max(most, ++underWay);
      await turnOfTheLoop();
      underWay--;
    };
    await Promise.all(Array.from({ length: 1000 }, () => attempt(slots, look, work)));
    expect(most).toBe(10);
    expect(looks).toBeLessThan(4000);
  });

  it('go to whoever has waited longest', async () => {
    const slots = new AttemptSlots();
    const order: number[] = [];
    const attempts = [0, 1, 2, 3, 4].map((n) =>
      attempt(
        slots,
        () => 1,
        async () => {
          order.push(n);
          await turnOfTheLoop();
        },
      ),
    );
    await Promise.all(attempts);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('that grow in number are all used by those who wait already', async () => {
    const slots = new AttemptSlots();
    let available = 1;
    let [underWay, most] = [0, 0];
    const work = async () => {
      most = Math.max(most, ++underWay);
      available = 5; // the first success clears the counter
      await turnOfTheLoop();
      await turnOfTheLoop();
      underWay--;
    };
    await Promise.all(Array.from({ length: 30 }, () => attempt(slots, () => available, work)));
    expect(most).toBe(5);
  });
});
