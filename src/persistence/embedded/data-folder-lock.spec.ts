import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataFolderInUse, lockDataFolder } from './data-folder-lock.js';

describe('the lock of a data folder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latchkey-lock-'));
    file = path.join(folder, 'latchkey.lock');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is taken and given back without a trace', async () => {
    const lock = await lockDataFolder(folder);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps a second one out while it is held', async () => {
    const lock = await lockDataFolder(folder);
    await expect(lockDataFolder(folder)).rejects.toThrow(DataFolderInUse);
    lock.release();
    (await lockDataFolder(folder)).release();
  });

  it('lets exactly one of many in', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
    const locks = attempts.filter((attempt) => attempt.status === 'fulfilled');
    expect(locks).toHaveLength(1);
    locks[0]?.value.release();
  });

  it('is taken over from a process that is gone, even when its number is in use again', async () => {
    const lock = await lockDataFolder(folder);
    const mine = JSON.parse(readFileSync(file, 'utf8')) as object;
    lock.release();
    writeFileSync(file, JSON.stringify({ ...mine, started: '1' }));
    (await lockDataFolder(folder)).release();
  });

  it('is taken over in a copy of the folder, though the holder of the original lives', async () => {
    const original = mkdtempSync(path.join(tmpdir(), 'latchkey-lock-'));
    const lock = await lockDataFolder(original);
    cpSync(path.join(original, 'latchkey.lock'), file);
    utimesSync(file, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    (await lockDataFolder(folder)).release();
    lock.release();
    rmSync(original, { recursive: true });
  });

  it('is taken over when it cannot be read', async () => {
    writeFileSync(file, 'half a');
    (await lockDataFolder(folder)).release();
  });

  it('is taken over from another machine once its heartbeat has stopped', async () => {
    writeFileSync(file, JSON.stringify({ pid: 1, started: '1', home: 'elsewhere' }));
    utimesSync(file, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    (await lockDataFolder(folder)).release();
  });

  it('is left to another machine while its heart beats', async () => {
    writeFileSync(file, JSON.stringify({ pid: 1, started: '1', home: 'elsewhere' }));
    const heart = setInterval(() => {
      utimesSync(file, new Date(), new Date());
    }, 300);
    await expect(lockDataFolder(folder)).rejects.toThrow(DataFolderInUse);
    clearInterval(heart);
  });
});
