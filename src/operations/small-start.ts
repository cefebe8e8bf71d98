import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Import it before anything else: it keeps the memory of an idle server small.
 *
 * Loading the application allocates much garbage once. V8 would grow its young generation to three times 16 MB and keep
 * that; so the size is fixed until the server listens. Afterwards it grows as usual.
 *
 * Of the WebAssembly with which Prisma plans its queries, functions are compiled lazily and by the baseline compiler only:
 * plans are cached, so the optimizing compiler has no measurable effect.
 */
v8.setFlagsFromString('--semi-space-growth-factor=1');
v8.setFlagsFromString('--wasm-lazy-compilation');
v8.setFlagsFromString('--liftoff-only');

/** From here on the young generation grows with the traffic (2 is V8's own default). */
export function growUnderLoad(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}

const LOOK_MS = 1500;
/** Utilization of the event loop below which a pause of a fifth of a second delays no caller. */
const IDLE = 0.05;
/** Bytes beyond what the last collection left, from which another is worth its pause. */
const GROWTH = 24 * 2 ** 20;

/**
 * As soon as nothing is asked for, what starting left behind is collected and given back to the system, and later what a
 * burst of work left. V8 by itself would keep it until the traffic makes it collect again.
 */
export function giveBackWhenIdle(kept = 0): void {
  const since = performance.eventLoopUtilization();
  setTimeout(() => {
    const { utilization } = performance.eventLoopUtilization(since);
    giveBackWhenIdle(utilization < IDLE && process.memoryUsage.rss() > kept + GROWTH ? collectAll() : kept);
  }, LOOK_MS).unref();
}

/**
 * Gives the bytes that are left. The flag makes `gc` a global of contexts that begin while it is set. Node 20 takes any
 * argument for the wish to collect young objects only.
 */
function collectAll(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: { type: 'major'; flavor: 'last-resort' }) => void;
  v8.setFlagsFromString('--no-expose-gc');
  collect();
  collect({ type: 'major', flavor: 'last-resort' });
  return process.memoryUsage.rss();
}
