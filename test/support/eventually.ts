import { setTimeout as pause } from 'node:timers/promises';

interface Patience {
  /** Milliseconds. */
  timeout?: number;
  interval?: number;
}

/** Asks again and again until the answer passes `assert`; fails as `assert` last did once the time is up. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  assert: (answer: T) => unknown,
  { timeout = 150_000, interval = 50 }: Patience = {},
): Promise<void> {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      await assert(await ask());
      return;
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await pause(interval);
  }
}
