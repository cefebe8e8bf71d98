import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AttemptSlots, type SlotLimit } from './attempt-slots.js';

const KEY = 'account network';

type Look = () => SlotLimit[];

/** An attempt as the password check makes one: it is admitted, works, and releases its slots. */
async function attempt(slots: AttemptSlots, look: Look, work: () => Promise<void>): Promise<void> {
  const { limits } = await slots.admit(async () => {
    await turnOfTheLoop();
    return { limits: look() };
  });
  try {
    await work();
  } finally {
    slots.release(limits);
  }
}

/** Counts how many attempts work at once. */
class Counter {
  underWay = 0;
  most = 0;

  readonly work = async (): Promise<void> => {
    this.most = Math.max(this.most, ++this.underWay);
    await turnOfTheLoop();
    await turnOfTheLoop();
    this.underWay--;
  };
}

describe('slots', () => {
  it('let a crowd through, never more at once than available, with a bounded number of looks', async () => {
    const slots = new AttemptSlots();
    const counter = new Counter();
    let looks = 0;
    const look = () => {
      looks++;
      return [{ key: KEY, available: 10 }];
    };
    await Promise.all(Array.from({ length: 1000 }, () => attempt(slots, look, counter.work)));
    expect(counter.most).toBe(10);
    expect(looks).toBeLessThan(4000);
  });

  it('are taken under every limit or under none', async () => {
    const slots = new AttemptSlots();
    const counters = { a: new Counter(), b: new Counter(), all: new Counter() };
    const at = (key: 'a' | 'b') =>
      attempt(
        slots,
        () => [
          { key, available: 4 },
          { key: 'all', available: 6 },
        ],
        async () => {
          await Promise.all([counters[key].work(), counters.all.work()]);
        },
      );
    await Promise.all(Array.from({ length: 60 }, (_, i) => at(i % 2 === 0 ? 'a' : 'b')));
    expect(counters.a.most).toBeLessThanOrEqual(4);
    expect(counters.b.most).toBeLessThanOrEqual(4);
    expect(counters.all.most).toBe(6);
  });

  it('go to the attempt that has waited longest', async () => {
    const slots = new AttemptSlots();
    const order: number[] = [];
    const one = () => [{ key: KEY, available: 1 }];
    const attempts = [0, 1, 2, 3, 4].map((n) =>
      attempt(slots, one, async () => {
        order.push(n);
        await turnOfTheLoop();
      }),
    );
    await Promise.all(attempts);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('that grow in number are all used by those who wait already', async () => {
    const slots = new AttemptSlots();
    const counter = new Counter();
    let available = 1;
    const work = () => {
      available = 5; // the first success clears the counter
      return counter.work();
    };
    const look = () => [{ key: KEY, available }];
    await Promise.all(Array.from({ length: 30 }, () => attempt(slots, look, work)));
    expect(counter.most).toBe(5);
  });

  it('are held back while another attempt reads counters that may not include the failure', async () => {
    const slots = new AttemptSlots();
    const LIMIT = 10;
    let [failures, attempts] = [0, 0];
    const guess = async () => {
      const { limits } = await slots.admit(async () => {
        const available = LIMIT - failures;
        // a slow answer of the database: meanwhile other attempts fail and leave
        for (let i = Math.random() * 20; i > 0; i--) await turnOfTheLoop();
        if (available <= 0) throw new Error('too many');
        return { limits: [{ key: KEY, available }] };
      });
      attempts++;
      await turnOfTheLoop();
      failures++;
      slots.release(limits);
    };
    await Promise.allSettled(Array.from({ length: 500 }, guess));
    expect(attempts).toBe(LIMIT);
  });

  it('refused for good pass the turn on', async () => {
    const slots = new AttemptSlots();
    let open = true;
    const look = async () => {
      await turnOfTheLoop();
      if (!open) throw new Error('too many');
      return { limits: [{ key: KEY, available: 1 }] };
    };
    const { limits } = await slots.admit(look);
    const others = Array.from({ length: 20 }, () => slots.admit(look));
    for (let i = 0; i < 5; i++) await turnOfTheLoop();
    open = false;
    slots.release(limits);
    const outcomes = await Promise.allSettled(others);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  });
});
