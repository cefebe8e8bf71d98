import { describeDatabase, parseDatabaseUrl } from '../../config/database-url.js';

/** SQLSTATE or errno → what it means to the operator. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOENT: 'there is no socket',
  EACCES: 'the socket is closed to this user',
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
  '42501':
    'the user may not do this there; GRANT CREATE, USAGE ON SCHEMA public TO it, and let it own the tables of Latchkey',
  '53100': 'there is no room left on its disk',
  '25006': 'it is read-only, and no host was found that takes writes',
  '08P01': 'it is no PostgreSQL, or a pooler that refuses the session',
  SELF_SIGNED_CERT_IN_CHAIN:
    'no authority that is trusted has issued its certificate; name the authority as sslrootcert',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'no authority that is trusted has issued its certificate; name it as sslrootcert',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'no authority that is trusted has issued its certificate; name the authority as sslrootcert',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'no authority that is trusted has issued its certificate; name the authority as sslrootcert',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host; sslmode=verify-full wants the name of this one',
};

/** One line on why the database could not be used, or undefined when the error is not about reaching it. */
export function explainOutage(error: unknown, databaseUrl: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const reason = reasonOf(error);
  if (reason === undefined) return undefined;
  return `the database ${describeDatabase(parseDatabaseUrl(databaseUrl))} cannot be used: ${reason}; check DATABASE_URL`;
}

/** What comes without a code, or with many: of the connection, of TLS and of its files. */
const OF_CONNECTING = /timeout|terminated|SSL|TLS|certificate|handshake|PEM|pg_hba\.conf/i;

function reasonOf(error: Error): string | undefined {
  const code = codeOf(error);
  const { path } = error as NodeJS.ErrnoException;
  if (path !== undefined && /^(ENOENT|EACCES|EISDIR)$/.test(code)) return `the file ${path} cannot be read (${code})`;
  if (error.message.includes('does not support SSL')) return 'it speaks no TLS; set sslmode=prefer or disable';
  const known =
    REASONS[code] ?? (code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL') ? error.message : undefined);
  return known ?? (OF_CONNECTING.test(error.message) ? error.message : undefined);
}

function codeOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  return (error as NodeJS.ErrnoException).code ?? first?.code ?? '';
}
