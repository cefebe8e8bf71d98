import { setTimeout as sleep } from 'node:timers/promises';
import { Callers } from './callers.mjs';
import { until } from './stage.mjs';

const CALM_MS = 2000;
/** What callers may see besides an answer: each of them says "not now", and none says what is wrong with the request. */
const EXPECTED = new Set(['200', '503 with Retry-After', 'refused connections', 'cut connections']);

/**
 * Lets the fault happen while callers are at work, waits until all are served again, and tells what they saw.
 * @param patience milliseconds after the fault within which all must be served
 */
export async function observe(url, fault, { patience = 60_000 } = {}) {
  const callers = new Callers(url);
  await callers.begin();
  await sleep(CALM_MS);
  const began = Date.now();
  const faults = [];
  let seen;
  try {
    await fault();
    const over = Date.now();
    await until('every caller is served again', () => callers.servedSince(over), patience).catch((error) =>
      faults.push(error.message),
    );
    await sleep(CALM_MS);
  } finally {
    await callers.end();
    seen = callers.since(began);
  }
  const kept = await callers.verify();
  faults.push(...[...seen.counts.keys()].filter((what) => !EXPECTED.has(what)).map((what) => `callers saw ${what}`));
  faults.push(...kept.ended.map((why) => `a sign-in ended: ${why}`));
  if (kept.live > 0) faults.push(`${String(kept.live)} revocations were lost`);
  const of = (part, all) => `${String(part)} of ${String(all)}`;
  return {
    saw: [...seen.counts]
      .map(([what, count]) => (what === '200' ? `${count} answers` : `${count} × ${what}`))
      .join(', '),
    unserved: seen.unserved.toFixed(1),
    lost:
      `${kept.live + kept.ended.length === 0 ? 'nothing' : 'SOME'}: ${of(kept.chains - kept.ended.length, kept.chains)} sign-ins ` +
      `go on, ${of(kept.revoked - kept.live, kept.revoked)} revocations stand`,
    faults,
  };
}
