interface Told {
  code?: unknown;
  severity?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: unknown; severity?: unknown } } };
}

/** The code of an error: PostgreSQL's own, also where Prisma wraps it into one of its own; empty without one. */
export function errorCodeOf(error: Error): string {
  const { code, meta } = error as Told;
  const original = meta?.driverAdapterError?.cause?.originalCode ?? code;
  return typeof original === 'string' ? original : '';
}

/** Whether PostgreSQL, or a pooler, ended the session with it. */
export function isFatal(error: Error): boolean {
  const { severity, meta } = error as Told;
  return (meta?.driverAdapterError?.cause?.severity ?? severity) === 'FATAL';
}
