import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { SecretKey } from '../../secrets/secret-key.js';
import { BackupFault } from './backup-fault.js';
import { ARCHIVE, type BackedUpFile, type BackupManifest, KEY, MANIFEST, PASSWORD } from './backup-manifest.js';
import { replicationClient, streamBaseBackup } from './base-backup.js';
import { DataFolderInUse } from './data-folder-lock.js';
import { runningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { isThere } from './folder-rights.js';

const FILE_CALLS = new Set(['mkdir', 'open', 'write', 'fsync', 'rename']);

export interface BackupOptions {
  dataDir: string;
  /** The key as a setting; otherwise it lies in `dataDir`. */
  secretKey: string | undefined;
  /** The folder to make the backup's folder in. */
  parent: string;
  now: Date;
  /** Told the bytes that are copied, and about how many there are. */
  progress: (done: number, total: number) => void;
}

export interface MadeBackup {
  folder: string;
  manifest: BackupManifest;
}

/**
 * Copies the embedded database and its key into a folder of its own, while a server writes or without one. The folder
 * takes its name when everything in it is on the disk.
 * @throws BackupFault
 */
export async function backUp(options: BackupOptions): Promise<MadeBackup> {
  const { dataDir } = options;
  if (!isThere(path.join(dataDir, 'postgresql')))
    throw new BackupFault(`there is no embedded database in ${dataDir}; set DATA_DIR to the folder of the server`);
  const key = keyOf(options);
  const folder = path.join(options.parent, nameAt(options.now));
  const partial = `${folder}.partial`;
  try {
    mkdirSync(options.parent, { recursive: true, mode: 0o700 });
    mkdirSync(partial, { mode: 0o700 });
  } catch (error) {
    throw notWritten(error);
  }
  try {
    const manifest = await onDatabase(dataDir, (client) => write(partial, client, key, options));
    renameSync(partial, folder);
    return { folder, manifest };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw notWritten(error);
  }
}

/** A fault of the disk as one line; any other as it is. */
function notWritten(error: unknown): unknown {
  const isOfTheDisk = error instanceof Error && FILE_CALLS.has(String((error as NodeJS.ErrnoException).syscall));
  return isOfTheDisk ? new BackupFault(`the backup cannot be written: ${error.message}`, { cause: error }) : error;
}

/** `latchkey-20261129T143000Z` */
function nameAt(now: Date): string {
  return `latchkey-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}

interface Key {
  fingerprint: string;
  /** Undefined if the key is a setting, which no backup holds. */
  text: string | undefined;
}

function keyOf({ dataDir, secretKey }: BackupOptions): Key {
  if (secretKey !== undefined) return { fingerprint: new SecretKey(secretKey).fingerprint, text: undefined };
  const file = path.join(dataDir, KEY);
  const text = isThere(file) ? readFileSync(file, 'utf8').trim() : '';
  if (text === '')
    throw new BackupFault(
      `${file} is missing or empty, and without it a backup cannot be used; put it back, or set SECRET_KEY`,
    );
  return { fingerprint: new SecretKey(text).fingerprint, text };
}

/** The database of the server that runs on the folder, or one that is started for this work. */
async function onDatabase<T>(dataDir: string, work: (client: Client) => Promise<T>): Promise<T> {
  const started = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => {
    if (error instanceof DataFolderInUse) return undefined;
    throw error;
  });
  try {
    const url = started?.url ?? runningEmbeddedPostgres(dataDir);
    if (url === undefined) throw new BackupFault(`the port of the database that runs on ${dataDir} is not known`);
    const client = replicationClient(url);
    // a connection that breaks ends the query that waits for it
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  } finally {
    await started?.stop();
  }
}

async function write(
  folder: string,
  client: Client,
  key: Key,
  { dataDir, now, progress }: BackupOptions,
): Promise<BackupManifest> {
  const { version, bytes } = await about(client, key);
  const files: Record<string, BackedUpFile> = {
    [ARCHIVE]: await archive(path.join(folder, ARCHIVE), client, (done) => {
      progress(done, bytes);
    }),
    [PASSWORD]: writeWhole(path.join(folder, PASSWORD), readFileSync(path.join(dataDir, PASSWORD), 'utf8')),
  };
  if (key.text !== undefined) files[KEY] = writeWhole(path.join(folder, KEY), key.text);
  const manifest: BackupManifest = {
    format: 1,
    made_at: now.toISOString(),
    postgresql: version,
    key_fingerprint: key.fingerprint,
    files,
  };
  writeWhole(path.join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** @throws BackupFault if the database was made with another key: its backup would be of no use */
async function about(client: Client, { fingerprint }: Key): Promise<{ version: string; bytes: number }> {
  const { rows } = await client.query<{ version: string; bytes: string; marks: string | null }>(
    `SELECT current_setting('server_version') AS version, to_regclass('secret_key_marks') AS marks,
            (SELECT sum(pg_database_size(oid)) FROM pg_database) AS bytes`,
  );
  const [row] = rows;
  if (row === undefined) throw new BackupFault('the database does not say what it is');
  if (row.marks !== null) {
    const { rows: known } = await client.query<{ fingerprint: string }>('SELECT fingerprint FROM secret_key_marks');
    if (known.length > 0 && !known.some((mark) => mark.fingerprint === fingerprint))
      throw new BackupFault(
        `the key has the fingerprint ${fingerprint}, and the database was made with ${String(known[0]?.fingerprint)}: set SECRET_KEY as the server has it`,
      );
  }
  return { version: row.version, bytes: Number(row.bytes) };
}

async function archive(file: string, client: Client, progress: (done: number) => void): Promise<BackedUpFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = openSync(file, 'wx', 0o600);
  try {
    await streamBaseBackup(client, (piece) => {
      for (let at = 0; at < piece.length;) at += writeSync(handle, piece, at);
      hash.update(piece);
      bytes += piece.length;
      progress(bytes);
    });
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return { bytes, sha256: hash.digest('hex') };
}

function writeWhole(file: string, text: string): BackedUpFile {
  writeFileSync(file, text, { flag: 'wx', mode: 0o600, flush: true });
  return { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}
