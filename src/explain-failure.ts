import { statSync } from 'node:fs';
import path from 'node:path';
import { EnvironmentFileFault } from './config/environment.js';
import { SettingError } from './config/setting-error.js';
import type { GivenSettings } from './config/settings.js';
import { BackupFault } from './persistence/embedded/backup-fault.js';
import { NoEmbeddedPostgres } from './persistence/embedded/binaries.js';
import { DataFolderInUse } from './persistence/embedded/data-folder-lock.js';
import { EmbeddedPostgresFault } from './persistence/embedded/embedded-postgres-fault.js';
import { FolderRightsFault, describeRights } from './persistence/embedded/folder-rights.js';
import { KeyFileMissing } from './persistence/embedded/kept-in-file.js';
import { DatabaseFault } from './persistence/database/database-fault.js';
import { explainOutage } from './persistence/database/explain-outage.js';
import { MigrationFault } from './persistence/database/migrate.js';

const ONE_LINERS = [
  EnvironmentFileFault,
  SettingError,
  NoEmbeddedPostgres,
  DataFolderInUse,
  FolderRightsFault,
  EmbeddedPostgresFault,
  KeyFileMissing,
  BackupFault,
  MigrationFault,
  DatabaseFault,
];

/** Why the server did not start: one line for a fault that an operator can fix, otherwise with the stack. */
export function explainFailure(error: unknown, given: GivenSettings | undefined): string {
  if (!(error instanceof Error)) return String(error);
  if (ONE_LINERS.some((Known) => error instanceof Known)) return oneLine(error.message);
  const known = given && (socketFault(error, given) ?? folderFault(error, given) ?? explainOutage(error, given));
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
  const fault = folderFaultOf(error, dataDir);
  return fault === undefined ? undefined : `DATA_DIR cannot be used: ${fault}. Example: DATA_DIR=/var/lib/latchkey`;
}

function folderFaultOf(error: NodeJS.ErrnoException, dataDir: string): string | undefined {
  if (error.syscall?.startsWith('spawn') && process.getuid?.() === 0)
    return `PostgreSQL does not run as root, and this process may not become another user (${error.message}); start it as the owner of ${dataDir}`;
  // writing to an open file names no path, and what is written at a start lies in DATA_DIR
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return `there is no room left on the disk of ${dataDir}`;
  if (error.code === 'EISDIR' && error.path === undefined) return folderForFile(dataDir);
  if (error.path === undefined || !isWithin(error.path, dataDir)) return undefined;
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return describeRights(error.path, dataDir);
    case 'EROFS':
      return `${dataDir} is on a file system that is mounted read-only`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${error.path} is not a folder`;
    case 'ENOENT':
      return error.syscall === 'mkdir' ? `no folder can be made in ${path.dirname(error.path)}` : undefined;
    case 'ENAMETOOLONG':
      return `its name of ${String(Buffer.byteLength(dataDir))} bytes is longer than the file system allows`;
    case 'ELOOP':
      return `${error.path} is a link that leads back to itself`;
    default:
      return undefined;
  }
}

/** Containers make a folder where a file is mounted that is not there. */
function folderForFile(dataDir: string): string | undefined {
  const files = ['secret.key', 'postgresql.password', 'postgresql.port', 'latchkey.lock'];
  const found = files
    .map((name) => path.join(dataDir, name))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isDirectory());
  return found === undefined ? undefined : `${found} is a folder and must be a file; remove it`;
}

/** Also for the folders above: the first of them that is missing or closed is where it ends. */
function isWithin(file: string, dataDir: string): boolean {
  return file.startsWith(dataDir) || dataDir.startsWith(file);
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}
