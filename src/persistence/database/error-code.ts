/** The code of an error: PostgreSQL's own, also where Prisma wraps it into one of its own; empty without one. */
export function errorCodeOf(error: Error): string {
  const { code, meta } = error as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  const original = meta?.driverAdapterError?.cause?.originalCode ?? code;
  return typeof original === 'string' ? original : '';
}
