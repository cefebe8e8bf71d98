import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../driver/process-costs.mjs';

const STARTS = 5;
const SETTLE = 5000;

/** Milliseconds from spawn to the first good health answer, and memory some seconds later, idle. */
export async function measureStarts({ targets, record, say }) {
  for (const target of targets) {
    for (let i = 0; i < STARTS; i++) {
      await target.stop();
      Object.assign(target, await target.start());
      const { startedIn } = target;
      if (i === STARTS - 1) await sleep(SETTLE);
      record({
        kind: 'start',
        target: target.name,
        startedIn,
        idleMemory: i === STARTS - 1 ? memoryOf(target.pid) : undefined,
      });
    }
    say(`${target.name}: started ${STARTS} times, idle ${memoryOf(target.pid).toFixed(0)} MiB`);
  }
}
