import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SecretKey } from '../../secrets/secret-key.js';
import { BackupFault } from './backup-fault.js';
import { ARCHIVE, type BackupManifest, KEY, PASSWORD, readManifest } from './backup-manifest.js';
import { lockDataFolder } from './data-folder-lock.js';
import { makeDataDir } from './embedded-postgres.js';
import { replaceFile } from './kept-in-file.js';
import { unpack } from './unpack.js';

/** What may lie in an empty folder: our own lock, and what ext4 makes in each volume. */
const NOTHING = new Set(['latchkey.lock', 'lost+found']);

export interface RestoreOptions {
  backup: string;
  /** Missing or empty. */
  dataDir: string;
  /** The key as a setting. */
  secretKey: string | undefined;
  /** Told the bytes that are copied, and how many there are. */
  progress: (done: number, total: number) => void;
}

/**
 * Puts a backup into an empty folder, on which the server then starts. A server is kept out meanwhile; the database takes
 * its name when everything is checked and on the disk.
 * @throws BackupFault, DataFolderInUse
 */
export async function restore(options: RestoreOptions): Promise<BackupManifest> {
  const { backup, dataDir } = options;
  const manifest = readManifest(backup);
  checkKey(manifest, options);
  makeDataDir(dataDir);
  const lock = await lockDataFolder(dataDir);
  try {
    if (readdirSync(dataDir).some((name) => !NOTHING.has(name)))
      throw new BackupFault(`${dataDir} is not empty; move it away, or set DATA_DIR to an empty folder`);
    place(options, manifest);
  } finally {
    lock.release();
  }
  return manifest;
}

/** Everything is looked at before anything is written. */
function checkKey({ files, key_fingerprint }: BackupManifest, { backup, secretKey }: RestoreOptions): void {
  const inBackup = KEY in files ? readFileSync(path.join(backup, KEY), 'utf8').trim() : undefined;
  const given = secretKey ?? inBackup;
  if (given === undefined) return; // the caller says that it has to be set
  const { fingerprint } = new SecretKey(given);
  if (fingerprint === key_fingerprint) return;
  throw new BackupFault(
    `${secretKey === undefined ? path.join(backup, KEY) : 'SECRET_KEY'} has the fingerprint ${fingerprint}, and the backup was made with the key ${key_fingerprint}; set SECRET_KEY to that one`,
  );
}

function place({ backup, dataDir, progress }: RestoreOptions, { files }: BackupManifest): void {
  const partial = path.join(dataDir, 'postgresql.partial');
  try {
    mkdirSync(partial, { mode: 0o700 });
    const total = files[ARCHIVE]?.bytes ?? 0;
    const sha256 = unpack(path.join(backup, ARCHIVE), partial, (done) => {
      progress(done, total);
    });
    check(ARCHIVE, sha256, backup, files);
    for (const name of [PASSWORD, KEY].filter((each) => each in files)) {
      const content = readFileSync(path.join(backup, name), 'utf8');
      check(name, createHash('sha256').update(content).digest('hex'), backup, files);
      replaceFile(path.join(dataDir, name), content);
    }
    renameSync(partial, path.join(dataDir, 'postgresql'));
  } catch (error) {
    for (const name of [partial, path.join(dataDir, PASSWORD), path.join(dataDir, KEY)])
      rmSync(name, { recursive: true, force: true });
    throw error;
  }
}

function check(name: string, sha256: string, backup: string, files: BackupManifest['files']): void {
  if (files[name]?.sha256 !== sha256)
    throw new BackupFault(
      `${path.join(backup, name)} is not what was backed up: its SHA-256 differs; use another backup`,
    );
}
