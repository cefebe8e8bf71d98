import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the folder and those above it. Not by the recursion of mkdir: where a file system lets no folder be made, as /proc,
 * Node goes round in it for ever.
 */
export function makeFolder(folder: string, mode: number): void {
  if (isFolder(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above, mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // another process made it in the meantime
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(folder)) throw error;
  }
}

function isFolder(entry: string): boolean {
  return statSync(entry, { throwIfNoEntry: false })?.isDirectory() === true;
}
