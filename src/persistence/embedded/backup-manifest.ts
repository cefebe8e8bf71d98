import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { BackupFault } from './backup-fault.js';

/** The files of a backup. */
export const ARCHIVE = 'database.tar';
export const KEY = 'secret.key';
export const PASSWORD = 'postgresql.password';
/** Written last: a folder without it is no backup. */
export const MANIFEST = 'backup.json';

export interface BackedUpFile {
  bytes: number;
  sha256: string;
}

/** What `backup.json` says. */
export interface BackupManifest {
  format: 1;
  /** RFC 3339. */
  made_at: string;
  /** The version of PostgreSQL. */
  postgresql: string;
  /** Of the secret key, whether the backup holds it (`secret.key`) or the operator sets it (`SECRET_KEY`). */
  key_fingerprint: string;
  files: Record<string, BackedUpFile>;
}

/** @throws BackupFault if the folder is no backup, or a file of it is missing or has another length */
export function readManifest(folder: string): BackupManifest {
  const manifest = parsed(folder);
  for (const [name, { bytes }] of Object.entries(manifest.files)) {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false })?.size;
    if (found === undefined && name === KEY)
      throw new BackupFault(
        `${folder} has no ${KEY}, without which its database cannot be read; put back the key with the fingerprint ${manifest.key_fingerprint}`,
      );
    if (found !== bytes)
      throw new BackupFault(
        `${folder} is not whole: ${name} ${found === undefined ? 'is missing' : `has ${String(found)} bytes in place of ${String(bytes)}`}; use another backup`,
      );
  }
  return manifest;
}

function parsed(folder: string): BackupManifest {
  const file = path.join(folder, MANIFEST);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BackupFault(`${folder} is no whole backup: ${MANIFEST} cannot be read`, { cause: error });
  }
  const manifest = asManifest(text);
  if (manifest === undefined) throw new BackupFault(`${file} is no manifest of a backup; use another backup`);
  if ((manifest.format as number) !== 1)
    throw new BackupFault(`${folder} was made by a newer release; restore it with that release`);
  return manifest;
}

function asManifest(text: string): BackupManifest | undefined {
  try {
    const value = JSON.parse(text) as Partial<BackupManifest> | null;
    const isWhole =
      typeof value?.format === 'number' &&
      typeof value.key_fingerprint === 'string' &&
      typeof value.files === 'object' &&
      [ARCHIVE, PASSWORD].every((name) => typeof value.files?.[name]?.sha256 === 'string');
    return isWhole ? (value as BackupManifest) : undefined;
  } catch {
    return undefined;
  }
}
