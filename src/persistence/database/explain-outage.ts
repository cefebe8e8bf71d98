/** SQLSTATE or errno → its meaning for the operator. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ECONNRESET: 'it closed the connection',
  '28P01': 'it refused the user name or password',
  '28000': 'it refused the user',
  '3D000': 'the database does not exist',
  '53300': 'it has no connection left',
  '57P03': 'it is starting up or shutting down',
  '42501': 'the user may not do this there',
};

/** One line on why the database could not be used, or undefined when the error is not about reaching it. */
export function explainOutage(error: unknown, databaseUrl: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const reason = REASONS[codeOf(error)] ?? (/timeout|terminated/i.test(error.message) ? error.message : undefined);
  if (reason === undefined) return undefined;
  const { host, pathname } = new URL(databaseUrl);
  return `the database ${host}${pathname} cannot be used: ${reason}; check DATABASE_URL`;
}

function codeOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  return (error as NodeJS.ErrnoException).code ?? first?.code ?? '';
}
