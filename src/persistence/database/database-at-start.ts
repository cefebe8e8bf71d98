import { randomBytes } from 'node:crypto';

import path from 'node:path';
import { type GivenSettings, Settings } from '../../config/settings.js';
import { makeDataDir, startEmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { isThere } from '../embedded/folder-rights.js';
import { keptInFile } from '../embedded/kept-in-file.js';
import { migrate } from './migrate.js';

export interface DatabaseAtStart {
  settings: Settings;
  /** Where the data is, in words. */
  description: string;
  stop: () => Promise<void>;
}

/** Makes the database ready: the one the settings name, or the embedded one, migrated to this version. */
export async function openDatabase(given: GivenSettings, report: (message: string) => void): Promise<DatabaseAtStart> {
  const opened =
    given.databaseUrl === undefined ? await openEmbedded(given, report) : openNamed(given, given.databaseUrl);
  try {
    const applied = await migrate(opened.settings.databaseUrl, { facts: opened.settings });
    if (applied.length > 0) report(`database migrated: ${applied.join(', ')}`);
    return opened;
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

async function openEmbedded(given: GivenSettings, report: (message: string) => void): Promise<DatabaseAtStart> {
  const { dataDir } = given;
  makeDataDir(dataDir);
  const secretKey = given.secretKey ?? secretKeyOf(dataDir);
  const embedded = await startEmbeddedPostgres({ dataDir, report });
  return {
    settings: Settings.complete(given, { databaseUrl: embedded.url, secretKey }),
    description: `embedded PostgreSQL in ${dataDir}`,
    stop: embedded.stop,
  };
}

function openNamed(given: GivenSettings, databaseUrl: string): DatabaseAtStart {
  const { host, pathname } = new URL(databaseUrl);
  return {
    settings: Settings.complete(given, { databaseUrl, secretKey: given.secretKey ?? '' }),
    description: `PostgreSQL at ${host}${pathname}`,
    stop: () => Promise.resolve(),
  };
}

/** The key generated at the first start. What lies in the database sealed under it cannot be read without it. */
function secretKeyOf(dataDir: string): string {
  return keptInFile(path.join(dataDir, 'secret.key'), {
    make: () => randomBytes(32).toString('base64url'),
    mayMake: !isThere(path.join(dataDir, 'postgresql')),
  });
}
