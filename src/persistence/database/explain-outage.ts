import type { GivenSettings } from '../../config/settings.js';
import { describeDatabase, parseDatabaseUrl } from '../../config/database-url.js';
import { errorCodeOf } from './error-code.js';
import { explainTls } from './explain-tls.js';

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
  ECONNRESET: 'it closed the connection; its log says why',
  '28P01': 'it refused the user name or password',
  '3D000': 'the database does not exist',
  '53300': 'it has no connection left; raise max_connections or the limits of the user and the database',
  '53200': 'its machine has no memory left',
  '53400': 'a limit of its configuration is reached',
  '55P03': 'a lock of another program stands in the way; end that program',
  '57014': 'it ended a statement that took too long; look at its load and its locks',
  '57P01': 'it is shutting down or was told to end the connection',
  '57P02': 'one of its processes crashed',
  '57P03': 'it is starting up or shutting down',
  '42501':
    'the user may not do this there; GRANT CREATE, USAGE ON SCHEMA public TO it, and let it own the tables of Latchkey',
  '53100': 'there is no room left on its disk',
  '25006': 'it is read-only, and no host was found that takes writes',
  '40001': 'two programs change it at once; start again',
  '40P01': 'two programs change it at once; start again',
  '3F000': 'its search_path names no schema that is there',
  '42P01': 'a table of Latchkey is gone; restore it from a backup',
  '42703': 'a column of Latchkey is gone; restore it from a backup',
  '58P01': 'a file of it is gone; restore it from a backup',
  '58030': 'its disk fails',
  XX001: 'its data is corrupted; restore it from a backup',
  XX002: 'an index of it is corrupted; REINDEX it, or restore it from a backup',
  P1001: 'it cannot be reached',
  P1008: 'it did not answer in time; look at its load and its locks',
  P1017: 'it closed the connection',
  P2024: 'no connection to it came free in time; look at its load and its locks',
  P2028: 'a transaction could not begin in time; look at its load and its locks',
  EPIPE: 'it closed the connection; its log says why',
  '08P01': 'it is no PostgreSQL, or a pooler that refuses the session',
};

/** What comes without a code, or with many: of the connection, of TLS and of its files. */
const OF_CONNECTING = /terminated|closed the connection|not queryable|SSL|TLS|certificate|handshake|PEM|pg_hba\.conf/i;
const TOO_LATE = /timeout|timed out/i;

/** Where the database is: one that is named, or the embedded one. */
export type DatabasePlace = Pick<GivenSettings, 'databaseUrl' | 'dataDir'>;

/** One line on why the database could not be used, or undefined when the error is not about reaching it. */
export function explainOutage(error: unknown, { databaseUrl, dataDir }: DatabasePlace): string | undefined {
  const reason = reasonOf(error);
  if (reason === undefined) return undefined;
  return databaseUrl === undefined
    ? `the embedded PostgreSQL in ${dataDir} cannot be used: ${reason}; ${mendOf(error)}, or set DATABASE_URL`
    : `the database ${describeDatabase(parseDatabaseUrl(databaseUrl))} cannot be used: ${reason}; check DATABASE_URL`;
}

/** Of the embedded database: what another start would not find otherwise lies in its folder. */
function mendOf(error: unknown): string {
  const code = error instanceof Error ? errorCodeOf(error) : '';
  if (code === '28P01') return 'restore postgresql.password from your backup';
  return code === '3D000' ? 'restore it from your backup' : 'start again';
}

/** Its own reason or that of what it was thrown for. */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return ownReasonOf(error) ?? reasonOf(error.cause);
}

function ownReasonOf(error: Error): string | undefined {
  const code = codeOf(error);
  const { path, syscall } = error as NodeJS.ErrnoException;
  // a file that DATABASE_URL names, and not the socket
  if (path !== undefined && syscall !== 'connect' && /^(ENOENT|EACCES|EISDIR)$/.test(code))
    return `the file ${path} cannot be read (${code})`;
  const known = explainTls(error, code) ?? REASONS[code] ?? (/^ERR_O?SSL/.test(code) ? error.message : undefined);
  if (known !== undefined) return known;
  if (code === '28000') return `it refused the user: ${error.message}`;
  if (TOO_LATE.test(error.message))
    return `it did not answer in time (${error.message}); look at its load and its locks`;
  const isFatal = (error as { severity?: string }).severity === 'FATAL';
  return isFatal || OF_CONNECTING.test(error.message) ? error.message : undefined;
}

/** Also the code that Prisma wraps, and that of the first address that was tried. */
function codeOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  return errorCodeOf(error) || (first?.code ?? '');
}
