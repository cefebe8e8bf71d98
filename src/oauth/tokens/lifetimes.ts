import { SECONDS } from '../../protocol/durations.js';

/** Seconds. The longest lifetime of an access token, and so of a revocation. */
export const MAX_ACCESS_TOKEN_TTL = SECONDS.day;
