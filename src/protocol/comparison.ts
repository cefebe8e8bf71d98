/** What was sent, beside what would have been accepted; for the audit trail only. Never a secret. */
export interface Comparison {
  /** The parameter, by its name on the wire. */
  parameter: string;
  /** Null: it was not sent. */
  sent: string | null;
  accepted: readonly string[];
}

/** A claim of a JWT, which may have any type: a text as it is, all else as JSON. */
export function claimSent(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Resources (RFC 8707) that were asked for, beside those that may be. */
export function resourcesCompared(asked: readonly string[], accepted: readonly string[]): Comparison {
  return { parameter: 'resource', sent: asked.join(' '), accepted };
}
