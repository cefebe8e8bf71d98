import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LogFolds } from './log-folds.js';

describe('lines that a crowd causes', () => {
  let lines: (number | undefined)[] = [];
  let folds: LogFolds;
  const write = (kind: string, times: number) => {
    for (let i = 0; i < times; i++) folds.write(kind, (others) => lines.push(others));
  };
  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    folds = new LogFolds();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are one at once, and one a minute with the number of the others', () => {
    write('full', 1000);
    expect(lines).toEqual([undefined]);
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([undefined, 999]);
    write('full', 5);
    expect(lines).toEqual([undefined, 999]);
    jest.advanceTimersByTime(60_000);
    expect(lines).toEqual([undefined, 999, 5]);
  });

  it('are written at once again after a minute without any', () => {
    write('full', 1);
    jest.advanceTimersByTime(60_000);
    expect(jest.getTimerCount()).toBe(0);
    write('full', 1);
    expect(lines).toEqual([undefined, undefined]);
  });

  it('do not hide those of another kind', () => {
    write('full', 10);
    write('away', 10);
    expect(lines).toEqual([undefined, undefined]);
  });

  it('are told of at the stop', () => {
    write('full', 10);
    folds.stop();
    expect(lines).toEqual([undefined, 9]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
