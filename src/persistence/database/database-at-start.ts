import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Logger } from 'pino';
import { describeDatabase, parseDatabaseUrl } from '../../config/database-url.js';
import { type GivenSettings, Settings } from '../../config/settings.js';
import { DataFolderInUse } from '../embedded/data-folder-lock.js';
import { makeDataDir, runningEmbeddedPostgres, startEmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { isThere } from '../embedded/folder-rights.js';
import { keptInFile } from '../embedded/kept-in-file.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { migrate, newerMigrations } from './migrate.js';
import { keyFileIn, settleKeyFile } from '../secret-key/key-file.js';
import { checkSecretKey } from '../secret-key/secret-key-check.js';
import { checkServer } from './server-check.js';
import { startConnections } from './connections.js';

export interface DatabaseAtStart {
  settings: Settings;
  /** Where the data is, in words. */
  description: string;
  stop: () => Promise<void>;
}

/** Makes the database ready: the one the settings name, or the embedded one, migrated to this version. */
export async function openDatabase(given: GivenSettings, log: Pick<Logger, 'info' | 'warn'>): Promise<DatabaseAtStart> {
  const opened = given.databaseUrl === undefined ? await openEmbedded(given, log) : openNamed(given, given.databaseUrl);
  try {
    const applied = await prepare(opened, log, subjectOf(given));
    const last = applied.at(-1);
    if (last !== undefined) log.info(`database migrated to ${last} (${applied.length} applied)`);
    return opened;
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

/** The names of the migrations that were applied. */
async function prepare({ settings }: DatabaseAtStart, log: Pick<Logger, 'warn'>, subject: string): Promise<string[]> {
  const { databaseUrl, secretKey } = settings;
  const connections = startConnections(databaseUrl);
  try {
    await checkServer(connections, subject);
    for (const name of await newerMigrations(connections, subject))
      log.warn(`the database has the migration ${name} of a newer release, which this one runs on`);
    const applied = await migrate(databaseUrl, {
      facts: settings,
      report: (line) => {
        log.warn(line);
      },
    });
    await checkSecretKey(connections, new SecretKey(secretKey));
    return applied;
  } finally {
    await connections.end();
  }
}

/** How a sentence on a fault of the database begins. */
function subjectOf({ databaseUrl, dataDir }: GivenSettings): string {
  return databaseUrl === undefined ? `the embedded PostgreSQL in ${dataDir} is` : 'DATABASE_URL names';
}

/** As `openDatabase`; where a server runs on the embedded database already, that one is joined, and goes on afterwards. */
export async function reachDatabase(
  given: GivenSettings,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<DatabaseAtStart> {
  try {
    return await openDatabase(given, log);
  } catch (error) {
    const databaseUrl = error instanceof DataFolderInUse ? runningEmbeddedPostgres(given.dataDir) : undefined;
    if (databaseUrl === undefined) throw error;
    return {
      settings: Settings.complete(given, { databaseUrl, secretKey: secretKeyOf(given.dataDir) }),
      description: `embedded PostgreSQL in ${given.dataDir}`,
      stop: () => Promise.resolve(),
    };
  }
}

async function openEmbedded(given: GivenSettings, log: Pick<Logger, 'info' | 'warn'>): Promise<DatabaseAtStart> {
  const { dataDir } = given;
  makeDataDir(dataDir);
  // the database is not begun without its key
  if (given.secretKey === undefined) secretKeyOf(dataDir);
  const embedded = await startEmbeddedPostgres({
    dataDir,
    workers: given.workers,
    report: (message) => {
      log.warn(message);
    },
  });
  try {
    if (given.secretKey === undefined) await settleKeyFile(dataDir, embedded.url);
    const secretKey = given.secretKey ?? secretKeyOf(dataDir);
    return {
      settings: Settings.complete(given, { databaseUrl: embedded.url, secretKey }),
      description: `embedded PostgreSQL in ${dataDir}`,
      stop: embedded.stop,
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

function openNamed(given: GivenSettings, databaseUrl: string): DatabaseAtStart {
  return {
    settings: Settings.complete(given, { databaseUrl, secretKey: given.secretKey ?? '' }),
    description: `PostgreSQL at ${describeDatabase(parseDatabaseUrl(databaseUrl))}`,
    stop: () => Promise.resolve(),
  };
}

/** The key generated at the first start. What lies in the database sealed under it cannot be read without it. */
function secretKeyOf(dataDir: string): string {
  return keptInFile(keyFileIn(dataDir), {
    make: newSecretKey,
    mayMake: !isThere(path.join(dataDir, 'postgresql')),
  });
}

/** The text of a key. */
export function newSecretKey(): string {
  return randomBytes(32).toString('base64url');
}
