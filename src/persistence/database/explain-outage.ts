import type { GivenSettings } from '../../config/settings.js';
import { describeDatabase, parseDatabaseUrl } from '../../config/database-url.js';
import { errorCodeOf, isFatal } from './error-code.js';
import { explainTls } from './explain-tls.js';
import { reasonOfCode } from './outage.js';

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
  const known = explainTls(error, code) ?? (/^ERR_O?SSL/.test(code) ? error.message : undefined);
  if (known !== undefined) return known;
  if (code === '28000') return `it refused the user: ${error.message}`;
  const reason = reasonOfCode(code);
  if (reason !== undefined) return reason;
  if (TOO_LATE.test(error.message))
    return `it did not answer in time (${error.message}); look at its load and its locks`;
  return isFatal(error) || OF_CONNECTING.test(error.message) ? error.message : undefined;
}

/** Also the code that Prisma wraps, and that of the first address that was tried. */
function codeOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  return errorCodeOf(error) || (first?.code ?? '');
}
