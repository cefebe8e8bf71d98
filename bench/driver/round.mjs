import { cpuOf, machineTime, memoryOf } from './process-costs.mjs';

const MAX_ERRORS = 50;

/** Runs every caller's step over and over for so many seconds; `latencies` gathers milliseconds if given. */
async function loop(callers, seconds, latencies) {
  const start = performance.now();
  const end = start + seconds * 1000;
  const result = { done: 0, errors: 0, firstError: undefined, seconds };
  let dry = false;
  await Promise.all(
    callers.map(async (caller) => {
      for (;;) {
        const before = performance.now();
        if (before >= end || dry || result.errors > MAX_ERRORS) return;
        try {
          if ((await caller.step()) === 'dry') {
            dry = true;
            result.seconds = (performance.now() - start) / 1000;
            return;
          }
        } catch (error) {
          result.errors++;
          result.firstError ??= error.message;
          continue;
        }
        const after = performance.now();
        if (after > end) return;
        result.done++;
        latencies?.push(after - before);
      }
    }),
  );
  return result;
}

/** One timed round of a scenario at a target: rate, latencies, and CPU per operation of server and PostgreSQL. */
export async function timedRound({ target, scenario, state, connections, seconds, warmup, postgresPid }) {
  const make = await scenario.prepare(target, state, { connections, seconds: seconds + warmup });
  const callers = Array.from({ length: connections }, (_, index) => make(index));
  const roots = [target.pid, postgresPid, process.pid];
  const latencies = [];
  try {
    const warm = await loop(callers, warmup);
    if (warm.done === 0) throw new Error(`nothing succeeded in the warm-up: ${warm.firstError ?? 'no answer'}`);
    const cpuBefore = cpuOf(roots);
    const machineBefore = machineTime();
    const result = await loop(callers, seconds, latencies);
    const machineAfter = machineTime();
    const [server, postgres, generator] = cpuOf(roots).map((cpu, index) => cpu - cpuBefore[index]);
    const [busy, idle, stolen] = ['busy', 'idle', 'stolen'].map((key) => machineAfter[key] - machineBefore[key]);
    const operations = Math.max(1, result.done);
    latencies.sort((a, b) => a - b);
    return {
      target: target.name,
      scenario: scenario.name,
      connections,
      operations: result.done,
      errors: result.errors,
      firstError: result.firstError,
      perSecond: result.done / result.seconds,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      serverCpu: server / operations,
      postgresCpu: postgres / operations,
      others: Math.max(0, busy - server - postgres - generator + stolen) / (busy + idle + stolen),
      memory: memoryOf(target.pid),
    };
  } finally {
    for (const caller of callers) caller.client.close();
  }
}

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
