import { median } from './summary.mjs';

/** Latchkey's own goals with their measurements: `[goal, bound, measured, held]`. */
export function ownGoals(lines, summaries, name = 'latchkey') {
  const own = lines.filter(({ target }) => target === name);
  const rates = summaries.filter(({ target }) => target === name);
  const atMost = (goal, bound, measured) => ({ goal, bound: `≤ ${bound}`, measured, held: measured <= bound });
  const atLeast = (goal, bound, measured) => ({ goal, bound: `≥ ${bound}`, measured, held: measured >= bound });
  const storage = (scenario) => own.find((line) => line.kind === 'storage' && line.scenario === scenario)?.inserted;
  const flood = (flooded) =>
    median(
      own.filter((line) => line.kind === 'flood' && line.flooded === flooded),
      'p99',
    );
  const stored = (count) =>
    median(
      own.filter((line) => line.kind === 'growth' && line.stored === count),
      'perSecond',
    );
  const idle = median(
    own.filter(({ kind }) => kind === 'start'),
    'idleMemory',
  );
  return [
    ...rates.map(({ scenario, p50, p99 }) => atMost(`${scenario}: p99 in p50s`, 4, p99 / p50)),
    atMost('refresh p99 under a flood of logins, in calm ones', 2, flood(true) / flood(false)),
    atMost('rows in, per client_credentials', 0.05, storage('client_credentials')),
    atMost('rows in, per refresh', 0.05, storage('refresh')),
    atLeast('refresh at 1M sign-ins, of its speed at 1k', 0.85, stored(1_000_000) / stored(1_000)),
    atMost('MiB idle', 150, idle),
    atMost('MiB under load', 250, Math.max(...rates.map(({ memory }) => memory))),
  ].filter(({ measured }) => Number.isFinite(measured));
}
