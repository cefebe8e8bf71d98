import { MILLISECONDS } from '../../protocol/durations.js';

const COUNTED_DAYS = 30;

/** The beginning of the last 30 days, of which owners and administrators are told the use of applications. */
export function startOfUsagePeriod(now: Date): Date {
  return new Date(now.getTime() - COUNTED_DAYS * MILLISECONDS.day);
}
