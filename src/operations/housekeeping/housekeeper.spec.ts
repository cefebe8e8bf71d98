import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../../clock/clock.js';
import { loadSettings, Settings } from '../../config/settings.js';
import { Housekeeper } from './housekeeper.js';
import { type Horizons, Housekeeping, type Swept } from './housekeeping.js';

const DAY = 86_400_000;
const settings = Settings.complete(loadSettings({ AUDIT_RETENTION_DAYS: '30' }), {
  databaseUrl: 'postgresql://nowhere/nothing',
  secretKey: Buffer.alloc(32).toString('base64'),
});

class Sweeps extends Housekeeping {
  readonly seen: Horizons[] = [];
  signal: AbortSignal | undefined;
  answer: () => Promise<Swept> = () => Promise.resolve({ removed: 0, unfinished: false });

  sweep(horizons: Horizons, signal: AbortSignal): Promise<Swept> {
    this.seen.push(horizons);
    this.signal = signal;
    return this.answer();
  }
}

describe('the housekeeper', () => {
  let sweeps: Sweeps;
  let housekeeper: Housekeeper;
  beforeEach(() => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
    sweeps = new Sweeps();
    housekeeper = new Housekeeper(sweeps, settings, new Clock());
    housekeeper.onApplicationBootstrap();
  });
  afterEach(() => {
    housekeeper.onModuleDestroy();
    jest.useRealTimers();
  });

  it('lets a start pass, then sweeps about every minute', async () => {
    await jest.advanceTimersByTimeAsync(29_000);
    expect(sweeps.seen).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(sweeps.seen.length).toBeGreaterThanOrEqual(6);
    expect(sweeps.seen.length).toBeLessThanOrEqual(21);
  });

  it('keeps what has ended for a day, and audit events as long as the setting says', async () => {
    await jest.advanceTimersByTimeAsync(90_000);
    const { now, ended, auditEvents, knownNetworks } = sweeps.seen[0]!;
    const age = (time: Date) => (now.getTime() - time.getTime()) / DAY;
    expect([age(ended), age(auditEvents), age(knownNetworks)]).toEqual([1, 30, 180]);
  });

  it('goes on soon when there is more', async () => {
    sweeps.answer = () => Promise.resolve({ removed: 1, unfinished: true });
    await jest.advanceTimersByTimeAsync(90_000 + 75_000);
    expect(sweeps.seen.length).toBeGreaterThanOrEqual(10);
  });

  it('never sweeps twice at once', async () => {
    sweeps.answer = () => new Promise(() => undefined);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(sweeps.seen).toHaveLength(1);
  });

  it('goes on after a failure', async () => {
    sweeps.answer = () => Promise.reject(new Error('the database is away'));
    await jest.advanceTimersByTimeAsync(600_000);
    expect(sweeps.seen.length).toBeGreaterThan(2);
  });

  it('stops at once, tells the sweep under way, and begins no other', async () => {
    let finish: (swept: Swept) => void = () => undefined;
    sweeps.answer = () => new Promise((resolve) => (finish = resolve));
    await jest.advanceTimersByTimeAsync(90_000);
    housekeeper.onModuleDestroy();
    expect(sweeps.signal?.aborted).toBe(true);
    finish({ removed: 1, unfinished: true });
    await jest.advanceTimersByTimeAsync(600_000);
    expect(sweeps.seen).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
