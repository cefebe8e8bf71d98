import { SECONDS } from '../../protocol/durations.js';

/** Seconds. The longest lifetime of an access token, and so of a revocation. */
export const MAX_ACCESS_TOKEN_TTL = SECONDS.day;

/** When the last access token that was issued by `now` is over. */
export function lastExpiry(now: Date): Date {
  return new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
}
