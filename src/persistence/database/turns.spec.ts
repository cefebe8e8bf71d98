import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { Turns } from './turns.js';

/** Work that is over when the test says so. */
function openWork() {
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (finish = resolve));
  return { work: jest.fn(() => over), finish };
}

describe('turns', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('of one key follow one another, and those of others do not wait', async () => {
    const turns = new Turns();
    const first = openWork();
    const done: string[] = [];
    const all = [
      turns.take(['a'], first.work).then(() => done.push('first')),
      turns.take(['a'], async () => Promise.resolve()).then(() => done.push('second')),
    ];
    await turns.take(['b'], async () => Promise.resolve());
    expect(done).toEqual([]);
    first.finish();
    await Promise.all(all);
    expect(done).toEqual(['first', 'second']);
    await jest.advanceTimersByTimeAsync(0);
    expect(turns.size).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are waited for ten seconds, and then nothing is done', async () => {
    const turns = new Turns();
    const [first, second, third] = [openWork(), openWork(), openWork()];
    const before = turns.take(['a'], first.work);
    const late = turns.take(['a', 'b'], second.work);
    const refused = expect(late).rejects.toThrow(TemporarilyUnavailable);
    await jest.advanceTimersByTimeAsync(9_999);
    const next = turns.take(['b'], third.work);
    await jest.advanceTimersByTimeAsync(1);
    await refused;
    // who came later still comes after the first
    expect(third.work).not.toHaveBeenCalled();
    first.finish();
    await before;
    third.finish();
    await next;
    expect(third.work).toHaveBeenCalledTimes(1);
    expect(second.work).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(0);
    expect(turns.size).toBe(0);
  });

  it('that have come may take longer', async () => {
    const turns = new Turns();
    const [first, second] = [openWork(), openWork()];
    const before = turns.take(['a'], first.work);
    const next = turns.take(['a'], second.work);
    first.finish();
    await before;
    await jest.advanceTimersByTimeAsync(60_000);
    second.finish();
    await expect(next).resolves.toBeUndefined();
  });
});
