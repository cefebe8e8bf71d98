/** Durations in seconds. */
export const SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;

/** Durations in milliseconds. */
export const MILLISECONDS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
