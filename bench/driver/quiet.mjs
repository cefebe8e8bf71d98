import crypto from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineTime } from './process-costs.mjs';

const BLOCK = Buffer.alloc(4096, 1);
let best = 0;

/** How fast a fixed piece of work runs now, against the best seen in this run. */
function speed() {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < 60) {
    crypto.createHash('sha256').update(BLOCK).digest();
    done++;
  }
  const now = done / (performance.now() - start);
  best = Math.max(best, now);
  return now / best;
}

/** Waits until the cores are idle and run at their usual speed; gives up after a while. */
export async function untilQuiet(patience) {
  const end = performance.now() + patience * 1000;
  while (performance.now() < end) {
    const before = machineTime();
    await sleep(300);
    const after = machineTime();
    const busy = after.busy - before.busy + after.stolen - before.stolen;
    if (busy / (busy + after.idle - before.idle) < 0.12 && speed() > 0.75) return;
    await sleep(700);
  }
}
