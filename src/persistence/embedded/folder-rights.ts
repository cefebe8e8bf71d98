import { chmodSync, chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Account } from './os-account.js';

/** A folder or file belongs to another user, or is closed to this one, and this process may not change that. */
export class FolderRightsFault extends Error {}

const OWNER_ALL = 0o700;
const OWNER_WRITES = 0o600;
/** PostgreSQL refuses a data folder that the group may write or others may do anything with. */
const REFUSED = 0o027;

/**
 * Gives the folder and everything in it the owner and the rights that PostgreSQL demands: volumes of containers, copies
 * and restored backups change both.
 * @throws FolderRightsFault where this process may not
 */
export function claimFolder(folder: string, account: Account | undefined): void {
  if (process.platform === 'win32') return;
  const { mode } = statSync(folder);
  claim(folder, account);
  if ((mode & REFUSED) !== 0) mend(folder, () => chmodSync(folder, OWNER_ALL));
}

function claim(entry: string, account: Account | undefined): void {
  const found = lstatSync(entry, { throwIfNoEntry: false });
  if (found === undefined || found.isSymbolicLink()) return; // what just ended may still have removed its files
  const owner = account ?? { uid: process.getuid?.() ?? 0, gid: found.gid };
  if (found.uid !== owner.uid) mend(entry, () => chownSync(entry, owner.uid, owner.gid));
  const needed = found.isDirectory() ? OWNER_ALL : OWNER_WRITES;
  if ((found.mode & needed) !== needed) mend(entry, () => chmodSync(entry, (found.mode & 0o777) | needed));
  if (!found.isDirectory()) return;
  for (const name of readdirSync(entry)) claim(path.join(entry, name), account);
}

function mend(entry: string, act: () => void): void {
  try {
    act();
  } catch {
    throw new FolderRightsFault(describeRights(entry));
  }
}

/** Whether there is such a file or folder. A folder above it that may not be entered is a fault, not an absence. */
export function isThere(entry: string): boolean {
  return statSync(entry, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Who owns the entry, or the nearest folder above it that can be seen, and the command that mends it. One line.
 * @param dataDir what is ours: folders above it are another's, and no command gives them to this user
 */
export function describeRights(entry: string, dataDir = entry): string {
  try {
    const { uid, mode } = statSync(entry);
    const me = String(process.getuid?.() ?? 0);
    const rights = (mode & 0o7777).toString(8).padStart(4, '0');
    const isOurs = !path.relative(dataDir, entry).startsWith('..');
    const take = isOurs ? `chown -R ${me} ${entry}` : `install -d -m 700 -o ${me} ${dataDir}`;
    const command = String(uid) === me ? `chmod ${isOurs ? '-R u+rwX' : 'u+rwx'} ${entry}` : take;
    return `${entry} belongs to user ${String(uid)} with mode ${rights}, and this server runs as user ${me}; run: ${command}`;
  } catch {
    return describeRights(path.dirname(entry), dataDir);
  }
}
