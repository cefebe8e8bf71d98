import {
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 1000;
const SILENCE_MS = 5000;

/** Another Latchkey is at work in the folder. */
export class DataFolderInUse extends Error {}

interface Holder {
  pid: number;
  /** When the process started: a number that another process with this pid would not have. */
  started: string;
  /** The machine, or the container in it, in which `pid` means something. */
  home: string;
  /** The number of the lock's file: a copy of the folder has another, and the same content. */
  inode?: number;
}

/**
 * Makes this process the only Latchkey in the folder until `release` is called or the process ends, however it ends.
 * A holder on this machine is asked for by pid and start time; one elsewhere (a shared volume) by its heartbeat.
 */
export async function lockDataFolder(folder: string): Promise<{ release: () => void }> {
  const file = path.join(folder, 'latchkey.lock');
  const mine = `${file}.${String(process.pid)}`;
  writeFileSync(mine, '', { mode: 0o600 });
  const text = JSON.stringify({ ...holderNow(), inode: statSync(mine).ino });
  writeFileSync(mine, text);
  try {
    while (!tryLink(mine, file)) await clearStale(file, folder);
  } finally {
    unlinkSync(mine);
  }
  const heartbeat = setInterval(() => {
    touch(file);
  }, HEARTBEAT_MS).unref();
  return {
    release: () => {
      clearInterval(heartbeat);
      if (contentOf(file) === text) unlinkSync(file);
    },
  };
}

/** Returns when the lock is gone. @throws DataFolderInUse when its holder is alive. */
async function clearStale(file: string, folder: string): Promise<void> {
  const seen = contentOf(file);
  if (seen === undefined) return;
  if (await isAlive(seen, file)) {
    const { pid } = parse(seen) ?? {};
    throw new DataFolderInUse(
      `another Latchkey (process ${String(pid)}) is running on ${folder}; stop it, or set DATA_DIR`,
    );
  }
  const aside = `${file}.stale.${String(process.pid)}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return; // another process cleared it
  }
  // If a new holder slipped in between the look and the rename, the lock goes back to it.
  if (contentOf(aside) !== seen) tryLink(aside, file);
  unlinkSync(aside);
}

async function isAlive(content: string, file: string): Promise<boolean> {
  const holder = parse(content);
  if (!holder) return false;
  const now = holderNow();
  if (holder.home === now.home) {
    if (startOf(holder.pid) !== holder.started) return false;
    if (holder.inode === undefined || holder.inode === statSync(file, { throwIfNoEntry: false })?.ino) return true;
    // the lock of the folder that this one was copied from, unless its heart beats here
  }
  while (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < SILENCE_MS) {
    const before = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    await sleep(HEARTBEAT_MS * 1.5);
    const after = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (before !== undefined && after !== undefined && after > before) return true;
  }
  return false;
}

function holderNow(): Holder {
  return { pid: process.pid, started: startOf(process.pid) ?? '', home: homeOfPids() };
}

/** Process numbers have a meaning within one boot and one pid namespace. */
function homeOfPids(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    // The 22nd field counts from after the program's name, which may itself hold spaces and parentheses.
    const stat = contentOf(`/proc/${String(pid)}/stat`);
    const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    return state === undefined || state === 'Z' ? undefined : fields[18];
  }
  try {
    process.kill(pid, 0);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? '' : undefined;
  }
}

function parse(content: string): Holder | undefined {
  try {
    const { pid, started, home, inode } = JSON.parse(content) as Partial<Holder>;
    return pid === undefined || started === undefined || home === undefined ? undefined : { pid, started, home, inode };
  } catch {
    return undefined;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // the folder is being removed; the next start finds no lock
  }
}
