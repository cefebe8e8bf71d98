import { SettingError } from './config/setting-error.js';
import type { GivenSettings } from './config/settings.js';
import { NoEmbeddedPostgres } from './persistence/embedded/binaries.js';
import { DataFolderInUse } from './persistence/embedded/data-folder-lock.js';
import { KeyFileMissing } from './persistence/embedded/kept-in-file.js';
import { explainOutage } from './persistence/database/explain-outage.js';
import { MigrationFault } from './persistence/database/migrate.js';

const ONE_LINERS = [SettingError, NoEmbeddedPostgres, DataFolderInUse, KeyFileMissing, MigrationFault];

/** Why the server did not start: one line for a fault that an operator can fix, otherwise with the stack. */
export function explainFailure(error: unknown, given: GivenSettings | undefined): string {
  if (!(error instanceof Error)) return String(error);
  if (ONE_LINERS.some((Known) => error instanceof Known)) return oneLine(error.message);
  const known = given && (socketFault(error, given) ?? folderFault(error, given) ?? databaseFault(error, given));
  return known === undefined ? (error.stack ?? error.message) : oneLine(known);
}

function socketFault(error: NodeJS.ErrnoException, { port, host }: GivenSettings): string | undefined {
  if (error.syscall !== 'listen' && error.syscall !== 'bind' && error.syscall !== 'getaddrinfo') return undefined;
  const asked = (error as { port?: number }).port ?? port;
  const name = asked === port ? 'PORT' : 'METRICS_PORT';
  switch (error.code) {
    case 'EADDRINUSE':
      return `${name} ${String(asked)} is in use already; stop what listens there or choose another. Example: ${name}=${String(asked + 1)}`;
    case 'EACCES':
      return `${name} ${String(asked)} is not open to this user. Example: ${name}=3000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return error.syscall === 'getaddrinfo' && (error as { hostname?: string }).hostname !== host
        ? undefined
        : `HOST "${host}" is no address of this machine. Example: HOST=0.0.0.0`;
    default:
      return undefined;
  }
}

function folderFault(error: NodeJS.ErrnoException, { dataDir }: GivenSettings): string | undefined {
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(error.code ?? '')) return undefined;
  if (!error.path?.startsWith(dataDir)) return undefined;
  return `DATA_DIR "${dataDir}" cannot be used (${error.message}). Example: DATA_DIR=/var/lib/latchkey`;
}

function databaseFault(error: Error, { databaseUrl }: GivenSettings): string | undefined {
  return databaseUrl === undefined ? undefined : explainOutage(error, databaseUrl);
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
