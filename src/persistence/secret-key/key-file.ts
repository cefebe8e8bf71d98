import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeDurably } from '../embedded/kept-in-file.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { startConnections } from '../database/connections.js';

/** The key that was generated at the first start of the embedded database. */
export function keyFileIn(dataDir: string): string {
  return path.join(dataDir, 'secret.key');
}

/** Lays the next key beside the present one, before the database is changed to it. */
export function layNextKey(dataDir: string, key: string): void {
  writeDurably(nextIn(dataDir), key);
  syncFolder(dataDir);
}

/** Puts the next key in the place of the present one, once the database is changed to it. */
export function takeNextKey(dataDir: string): void {
  renameSync(nextIn(dataDir), keyFileIn(dataDir));
  syncFolder(dataDir);
}

/** The key that lies beside `secret.key`, where a change of the key was interrupted. */
export function nextKeyIn(dataDir: string): string | undefined {
  try {
    return readFileSync(nextIn(dataDir), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Ends an interrupted change of the key: the database says which of the two keys is in force. The other one is removed;
 * where it knows neither, both stay.
 */
export async function settleKeyFile(dataDir: string, databaseUrl: string): Promise<void> {
  const next = nextKeyIn(dataDir);
  if (next === undefined) return;
  const connections = startConnections(databaseUrl);
  try {
    // by its oldest column: the migrations of this release come afterwards
    const { rows } = await connections.query<{ fingerprint: string }>('SELECT fingerprint FROM secret_key_marks');
    const inForce = new Set(rows.map(({ fingerprint }) => fingerprint));
    if (inForce.has(new SecretKey(next).fingerprint)) takeNextKey(dataDir);
    else if (inForce.has(new SecretKey(readFileSync(keyFileIn(dataDir), 'utf8').trim()).fingerprint))
      rmSync(nextIn(dataDir));
  } finally {
    await connections.end();
  }
}

function nextIn(dataDir: string): string {
  return `${keyFileIn(dataDir)}.new`;
}

/** A name that was given or changed lasts once its folder is written. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
