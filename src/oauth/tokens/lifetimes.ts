import { SECONDS } from '../../protocol/durations.js';
import type { Application } from '../stores/applications.js';

/** Seconds. The longest lifetime of an access token, and so of a revocation. */
export const MAX_ACCESS_TOKEN_TTL = SECONDS.day;

/** When the last access token that was issued by `now` is over. */
export function lastExpiry(now: Date): Date {
  return new Date(now.getTime() + MAX_ACCESS_TOKEN_TTL * 1000);
}

/** Seconds that a sign-in lives after its last use: as long as any token that it was given then. */
export function signInLifetime(
  { accessTokenTtl, refreshTokenTtl }: Pick<Application, 'accessTokenTtl' | 'refreshTokenTtl'>,
  refreshable: boolean,
): number {
  return refreshable ? Math.max(refreshTokenTtl, accessTokenTtl) : accessTokenTtl;
}
