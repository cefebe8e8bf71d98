import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HashThreads } from './hash-threads.js';

const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const MORE_THAN_ONE_TURN = 30;

describe('threads that hash', () => {
  let threads: HashThreads;
  beforeEach(() => {
    threads = new HashThreads(1);
  });
  afterEach(() => threads.destroy());

  const hash = async (password: string) => (await threads.run({ password, cost: CHEAP })) as string;
  const numbers = Array.from({ length: MORE_THAN_ONE_TURN }, (_, n) => n);

  it('answer in the order they are asked', async () => {
    const answered: number[] = [];
    await Promise.all(numbers.map((n) => hash(String(n)).then(() => answered.push(n))));
    expect(answered).toEqual(numbers);
  });

  it('give every caller its own answer', async () => {
    const hashes = await Promise.all(numbers.map((n) => hash(String(n))));
    const right = await Promise.all(hashes.map((of, n) => threads.run({ password: String(n), hash: of })));
    const wrong = await Promise.all(hashes.map((of, n) => threads.run({ password: String(n + 1), hash: of })));
    expect(new Set(right)).toEqual(new Set([true]));
    expect(new Set(wrong)).toEqual(new Set([false]));
  });

  it('let a task that fails spoil none of those taken with it', async () => {
    const good = await hash('good');
    const verify = (of: string) => threads.run({ password: 'good', hash: of });
    const outcomes = await Promise.allSettled(numbers.map((n) => verify(n % 3 === 0 ? 'no hash at all' : good)));
    expect(outcomes.map(({ status }) => status)).toEqual(numbers.map((n) => (n % 3 === 0 ? 'rejected' : 'fulfilled')));
  });

  it('tell those who still wait when the server stops', async () => {
    const waiting = Promise.allSettled(numbers.map((n) => hash(String(n))));
    await threads.destroy();
    expect((await waiting).at(-1)).toMatchObject({ status: 'rejected', reason: { reason: 'temporarily_unavailable' } });
  });
});
