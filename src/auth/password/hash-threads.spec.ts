import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HashThreads } from './hash-threads.js';

const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const MORE_THAN_ONE_TURN = 30;
const MOST_WAITING = 512;

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

  it('serve a network that comes to a crowd of another after one of each', async () => {
    const answered: string[] = [];
    const of = (network: string) =>
      threads.run({ password: network, cost: CHEAP }, network).then(() => answered.push(network));
    await Promise.all([...numbers.map(() => of('crowd')), of('one'), ...numbers.map(() => of('crowd')), of('another')]);
    // the first had found the thread free
    expect(answered.slice(0, 4)).toEqual(['crowd', 'crowd', 'one', 'another']);
  });

  it('that are asked too much turn away the latest of the network that asks most', async () => {
    const run = (network: string) => threads.run({ password: 'x', cost: CHEAP }, network);
    const crowd = Array.from({ length: MOST_WAITING + 1 }, () => run('crowd'));
    expect(() => run('crowd')).toThrow('too many passwords to verify at once');
    const others = ['one', 'one', 'another'].map(run);
    const outcomes = await Promise.allSettled(crowd);
    const refused = outcomes.flatMap(({ status }, i) => (status === 'rejected' ? i : []));
    expect(refused).toEqual([MOST_WAITING - 2, MOST_WAITING - 1, MOST_WAITING]);
    await Promise.all(others);
  });

  it('that are asked as much by many networks turn away the one that comes', async () => {
    const run = (network: string) => threads.run({ password: 'x', cost: CHEAP }, network);
    const waiting = Array.from({ length: MOST_WAITING + 1 }, (_, i) => run(`network ${String(i)}`));
    expect(() => run('late')).toThrow('too many passwords to verify at once');
    await Promise.all(waiting);
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
