import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { PROCESS_CONNECTIONS } from '../../config/process-connections.js';
import { databaseAccount } from './os-account.js';
import { findBinaries } from './binaries.js';
import { lockDataFolder } from './data-folder-lock.js';
import { claimFolder, isThere } from './folder-rights.js';
import { initialise, NO_HUGE_PAGES, SUPERUSER } from './initialise.js';
import { keptInFile, replaceFile } from './kept-in-file.js';
import { makeFolder } from './make-folder.js';
import { endOrphans } from './orphans.js';
import { PortTaken, Postmaster } from './postmaster.js';

export interface EmbeddedPostgres {
  url: string;
  /** Stops the database; it is the last thing a server stops. */
  stop: () => Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  report?: (message: string) => void;
  /** Processes that answer requests; 1 if none are given. */
  workers?: number;
  /** Settings of PostgreSQL, as `name=value`, over those below. */
  parameters?: readonly string[];
}

const PARAMETERS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
  'cluster_name=latchkey',
  'shared_buffers=128MB',
  NO_HUGE_PAGES,
  'fsync=on',
  'synchronous_commit=on',
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_checkpoints=off',
];

const LEAST_CONNECTIONS = 200;
/** Of commands, of what people look with, and those that PostgreSQL reserves. */
const OTHER_CONNECTIONS = 50;

/**
 * Starts the PostgreSQL that npm brought, on the data under `dataDir`, for this machine only.
 * @throws DataFolderInUse, NoEmbeddedPostgres, FolderRightsFault, EmbeddedPostgresFault
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  makeDataDir(dataDir);
  const lock = await lockDataFolder(dataDir);
  try {
    const data = path.join(dataDir, 'postgresql');
    const account = databaseAccount(data);
    const binaries = findBinaries(account, dataDir);
    const password = keptInFile(path.join(dataDir, 'postgresql.password'), {
      make: () => randomBytes(32).toString('base64url'),
      mayMake: !isThere(data),
    });
    await initialise(binaries, data, password, account);
    claimFolder(data, account);
    await endOrphans(data);
    const { port, postmaster } = await launchOnFreePort(path.join(dataDir, 'postgresql.port'), {
      binary: binaries.postgres,
      data,
      account,
      parameters: [...PARAMETERS, maxConnections(options.workers), ...(options.parameters ?? [])],
      report: options.report ?? (() => undefined),
    });
    return {
      url: urlOf(password, port),
      stop: async () => {
        await postmaster.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Room for all processes, and for commands and programs beside them. */
function maxConnections(workers = 1): string {
  return `max_connections=${String(Math.max(LEAST_CONNECTIONS, workers * PROCESS_CONNECTIONS + OTHER_CONNECTIONS))}`;
}

/** Where the database of another process of this account listens; undefined where its port or password is not to be read. */
export function runningEmbeddedPostgres(dataDir: string): string | undefined {
  const [password, port] = ['postgresql.password', 'postgresql.port'].map((name) => {
    const file = path.join(dataDir, name);
    return isThere(file) ? readFileSync(file, 'utf8').trim() : '';
  });
  return password && port ? urlOf(password, Number(port)) : undefined;
}

function urlOf(password: string, port: number): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${String(port)}/postgres`;
}

/** For its owner only; where PostgreSQL needs a path to its data, others may pass through. */
export function makeDataDir(dataDir: string): void {
  makeFolder(dataDir, process.platform === 'linux' ? 0o700 : 0o711);
}

type LaunchOptions = Omit<ConstructorParameters<typeof Postmaster>[0], 'port'>;

/** The port of the last time, if it is still free: tools that were pointed at it go on working. */
async function launchOnFreePort(portFile: string, options: LaunchOptions) {
  const remembered = isThere(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  for (let attempt = 1; ; attempt++) {
    const port = (attempt === 1 ? await freePort(remembered) : undefined) ?? (await freePort(0)) ?? 0;
    const postmaster = new Postmaster({ ...options, port });
    try {
      await postmaster.start();
      if (port !== remembered) replaceFile(portFile, String(port));
      return { port, postmaster };
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 5) throw error;
    }
  }
}

async function freePort(wanted: number): Promise<number | undefined> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ port: wanted, host: '127.0.0.1' }, resolve);
    });
    const address = probe.address();
    return typeof address === 'object' && address ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}
