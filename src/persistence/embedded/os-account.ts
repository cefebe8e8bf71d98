import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** A user of the operating system. */
export interface Account {
  uid: number;
  gid: number;
}

const UNPRIVILEGED: Account = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root. Under root it runs as the owner of its data, which is user 65534 for data made
 * under root; for an ordinary user it runs as that user: undefined.
 */
export function databaseAccount(dataFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : UNPRIVILEGED;
}

/** Whether the account may enter the folder and every folder above it. */
export function canReach(account: Account, folder: string): boolean {
  let current = realpathSync(folder);
  for (;;) {
    const { mode, uid, gid } = statSync(current);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}
