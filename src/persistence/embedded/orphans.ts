import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5000;

/**
 * Ends what a killed server left running on the data: its postmaster and that one's children. The caller holds the
 * data folder's lock, so it cannot be another server's database.
 */
export async function endOrphans(data: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid');
  const [postmaster] = runningOn(data, pidFile);
  if (postmaster !== undefined) {
    signal(postmaster, 'SIGINT'); // PostgreSQL's fast shutdown
    await until(() => runningOn(data, pidFile).length === 0);
    for (const pid of runningOn(data, pidFile)) signal(pid, 'SIGKILL');
    await until(() => runningOn(data, pidFile).length === 0);
  }
  // Its number may belong to another program by now, which PostgreSQL would take for its predecessor.
  rmSync(pidFile, { force: true });
}

/** The processes at work on the data, the postmaster first. */
function runningOn(data: string, pidFile: string): number[] {
  const recorded = recordedPid(pidFile);
  if (process.platform !== 'linux')
    return recorded !== undefined && commandOf(recorded).includes(data) ? [recorded] : [];
  const folder = realpathSync(data);
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingFolder(name) === folder && nameOf(name).startsWith('postgres'))
    .map(Number);
  return found.sort((a, b) => Number(b === recorded) - Number(a === recorded));
}

function recordedPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has just ended
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline && !condition();) await sleep(20);
}
