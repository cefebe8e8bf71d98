import path from 'node:path';
import type { GivenSettings } from './config/settings.js';
import { BackupFault } from './persistence/embedded/backup-fault.js';
import { backUp } from './persistence/embedded/backup.js';
import { KEY } from './persistence/embedded/backup-manifest.js';
import { restore } from './persistence/embedded/restore.js';

const OWN_DATABASE =
  'this is for the embedded database, and DATABASE_URL names a PostgreSQL of your own: use pg_dump (docs/guides/backup-and-restore.md)';
const MEGABYTE = 1_000_000;

/** Makes a backup in a folder, `./backups` unless named; a server may run meanwhile. */
export async function backupCommand(given: GivenSettings, parent = 'backups'): Promise<number> {
  const { dataDir, secretKey } = embedded(given);
  const { folder, manifest } = await backUp({
    dataDir,
    secretKey,
    parent: path.resolve(parent),
    now: new Date(),
    progress: progressOf('Backing up'),
  });
  endLine();
  console.log(`Backed up to ${folder}`);
  if (KEY in manifest.files) console.log('It holds the database and the key that opens it: keep it from others.');
  else
    console.log(
      `It holds no key, as SECRET_KEY is set outside: keep that one, too. Its fingerprint is ${manifest.key_fingerprint}.`,
    );
  return 0;
}

/** Puts a backup into `DATA_DIR`, which must be empty. */
export async function restoreCommand(given: GivenSettings, backup: string): Promise<number> {
  const { dataDir, secretKey } = embedded(given);
  const manifest = await restore({
    backup: path.resolve(backup),
    dataDir,
    secretKey,
    progress: progressOf('Restoring'),
  });
  endLine();
  console.log(`Restored the backup of ${manifest.made_at} to ${dataDir}. Start the server on it.`);
  if (!(KEY in manifest.files) && secretKey === undefined)
    console.log(`The backup holds no key: set SECRET_KEY to the one with the fingerprint ${manifest.key_fingerprint}.`);
  return 0;
}

function embedded(given: GivenSettings): GivenSettings {
  if (given.databaseUrl !== undefined) throw new BackupFault(OWN_DATABASE);
  return given;
}

/** On a terminal one line that changes; elsewhere a line for each quarter. */
function progressOf(what: string): (done: number, total: number) => void {
  let shown = -1;
  return (done, total) => {
    const percent = total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
    const step = process.stdout.isTTY ? percent : Math.floor(percent / 25) * 25;
    if (step === shown) return;
    shown = step;
    const line = `${what}: ${(done / MEGABYTE).toFixed(0)} MB, ${String(step)} %`;
    process.stdout.write(process.stdout.isTTY ? `\r${line}` : `${line}\n`);
  };
}

function endLine(): void {
  if (process.stdout.isTTY) process.stdout.write('\n');
}
