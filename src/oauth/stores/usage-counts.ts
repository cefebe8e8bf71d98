/** Counters for administrators. Written at intervals, not once per request. */
export abstract class UsageCounts {
  abstract tokenIssued(grantType: string, clientId: string): void;

  /** A used refresh token returned its successor again: a response was lost, or two workers raced. */
  abstract refreshRetried(clientId: string): void;
}
