import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FOLDER = '.building';
const LONGEST_BUILD_MS = 15 * 60_000;
const TAKEN = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM']);

/**
 * Runs `act` while no other process builds in this checkout. The lock is a folder with one file, named by its owner,
 * that comes by a rename: there is no moment without an owner. It is taken from an owner that is gone.
 * @param onWait is told the owner's process number, once
 */
export async function whileAlone(root, onWait, act) {
  const folder = path.join(root, FOLDER);
  const mine = ownerNow();
  for (let told = false; !tryTake(folder, mine);) {
    const owner = ownerOf(folder);
    if (owner !== undefined && isGone(owner, folder)) clear(folder, owner);
    else if (owner !== undefined && !told) {
      onWait(owner.split('~')[0]);
      told = true;
    }
    await sleep(100);
  }
  try {
    return await act();
  } finally {
    clear(folder, mine);
  }
}

/** A folder can be renamed onto one that is missing or empty, and onto no other. */
function tryTake(folder, mine) {
  const prepared = `${folder}.${process.pid}`;
  mkdirSync(prepared, { recursive: true });
  writeFileSync(path.join(prepared, mine), '');
  try {
    renameSync(prepared, folder);
    return true;
  } catch (error) {
    if (!TAKEN.has(error.code)) throw error;
    return false;
  } finally {
    rmSync(prepared, { recursive: true, force: true });
  }
}

/** Removes the file of this owner and no other's, so that a lock that was taken in the meantime stays. */
function clear(folder, owner) {
  for (const remove of [() => unlinkSync(path.join(folder, owner)), () => rmdirSync(folder)]) {
    try {
      remove();
    } catch (error) {
      if (error.code !== 'ENOENT' && !TAKEN.has(error.code)) throw error;
    }
  }
}

function ownerOf(folder) {
  try {
    return readdirSync(folder)[0];
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of another machine (a shared folder) only the age of the lock is known. */
function isGone(owner, folder) {
  const [pid, started, host] = owner.split('~');
  if (host === hostname() && startOf(pid) !== started) return true;
  const since = statSync(path.join(folder, owner), { throwIfNoEntry: false })?.mtimeMs;
  return since !== undefined && Date.now() - since > LONGEST_BUILD_MS;
}

function ownerNow() {
  return `${process.pid}~${startOf(process.pid)}~${hostname()}`;
}

/** What tells a process from another that gets the same number later; undefined when there is none. */
function startOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // the 22nd field, counted from after the program's name, which may hold spaces
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    } catch {
      return undefined;
    }
  }
  try {
    process.kill(Number(pid), 0);
    return '';
  } catch (error) {
    return error.code === 'EPERM' ? '' : undefined;
  }
}
