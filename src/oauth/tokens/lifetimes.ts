/** Seconds; no access token lives longer, so neither does a revocation. */
export const MAX_ACCESS_TOKEN_TTL = 86_400;
