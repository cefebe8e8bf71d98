/** Counts for those who look after the server. Written now and then, never once per request. */
export abstract class Tally {
  abstract tokenIssued(grantType: string): void;

  /** A used refresh token gave its successor again: an answer was lost, or two workers raced. */
  abstract refreshRetried(clientId: string): void;
}
