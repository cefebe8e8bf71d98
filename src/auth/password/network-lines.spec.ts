import { expect, it } from '@jest/globals';
import { NetworkLines } from './network-lines.js';

const AT_ONCE = 64;
const IN_LINE = 448;

it('of a network are passed in order, some at once, and those of others meanwhile', async () => {
  const lines = new NetworkLines();
  const order: number[] = [];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const pass = (n: number) =>
    lines.pass('crowd', async () => {
      order.push(n);
      await ended;
    });
  const crowd = Array.from({ length: AT_ONCE + IN_LINE }, (_, n) => pass(n));
  const late = expect(pass(-1)).rejects.toMatchObject({ reason: 'too_many_attempts', retryAfter: 5 });
  expect(await lines.pass('another', () => Promise.resolve('passed'))).toBe('passed');
  await late;
  expect(order).toHaveLength(AT_ONCE);
  end();
  await Promise.all(crowd);
  expect(order).toEqual(crowd.map((_, n) => n));
  expect(await lines.pass('crowd', () => Promise.resolve('passed'))).toBe('passed');
});

it('go on where an attempt fails', async () => {
  const lines = new NetworkLines();
  const fail = () => lines.pass('crowd', () => Promise.reject(new Error('wrong password')));
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE + IN_LINE }, fail));
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await lines.pass('crowd', () => Promise.resolve('passed'))).toBe('passed');
});
