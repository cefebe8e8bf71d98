import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

export class KeyFileMissing extends Error {}

interface Secret {
  make: () => string;
  /** Whether a missing secret may be made: not when something already depends on it. */
  mayMake: boolean;
}

/** A secret made once and kept in a file that only its owner may read. */
export function keptInFile(file: string, { make, mayMake }: Secret): string {
  const kept = read(file);
  if (kept !== undefined) {
    closeToOthers(file);
    return kept;
  }
  if (!mayMake) {
    throw new KeyFileMissing(
      `${file} is missing or empty, though the data beside it was made with it; restore it from your backup`,
    );
  }
  const fresh = `${file}.${String(process.pid)}`;
  writeDurably(fresh, make());
  try {
    linkSync(fresh, file); // the first of several processes wins
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(fresh);
  }
  const made = read(file);
  if (made === undefined) throw new KeyFileMissing(`${file} is empty; delete it`);
  return made;
}

/** Replaces a small file as a whole. */
export function replaceFile(file: string, content: string): void {
  const fresh = `${file}.${String(process.pid)}`;
  writeDurably(fresh, content);
  renameSync(fresh, file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Volumes of containers, copies and backups open what lies in them. */
function closeToOthers(file: string): void {
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch {
    // another user's, or on a file system without rights: it can be read all the same
  }
}

/** Writes a small file that its owner alone may read, to the disk. */
export function writeDurably(file: string, content: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
