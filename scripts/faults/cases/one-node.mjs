import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode } from '../node.mjs';
import { observe } from '../observe.mjs';
import { until } from '../stage.mjs';

const childrenOf = (pid) =>
  execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);

/** Faults of a server that runs its own database. */
export const oneNode = [
  {
    name: 'a node is killed',
    did: '`kill -9` of the server; it was started again at once on the same folder',
    short: true,
    async run(stage) {
      const node = await startNode(stage);
      return observe(node.url, async () => {
        await node.program.end('SIGKILL');
        await (await node.again()).untilReady();
      });
    },
  },
  {
    name: 'a worker is killed',
    did: '`kill -9` of one of two workers',
    short: true,
    async run(stage) {
      const node = await startNode(stage, { WORKERS: '2' });
      const isWorker = (pid) => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('main.js');
      const workers = () => childrenOf(node.program.pid).filter(isWorker);
      await until('both workers run', () => workers().length === 2);
      return observe(node.url, async () => {
        const [victim] = workers();
        process.kill(victim, 'SIGKILL');
        await until('it is replaced', () => workers().length === 2 && !workers().includes(victim));
      });
    },
  },
  {
    name: 'the embedded PostgreSQL is killed',
    did: '`kill -9` of its postmaster; the server starts it again',
    short: true,
    async run(stage) {
      const node = await startNode(stage);
      const file = path.join(node.dataDir, 'postgresql', 'postmaster.pid');
      const postmaster = () => (existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0);
      return observe(node.url, async () => {
        const victim = postmaster();
        process.kill(victim, 'SIGKILL');
        // its other processes answer on for a moment
        await until('it is replaced', () => postmaster() > 0 && postmaster() !== victim);
      });
    },
  },
  {
    name: 'the disk is full',
    did: 'the disk of the embedded database (a tmpfs of 200 MB) was filled for 5 s',
    missing: () =>
      process.getuid() !== 0 || spawnSync('unshare', ['--mount', 'true']).status !== 0
        ? 'the right to mount'
        : undefined,
    async run(stage) {
      const folder = path.join(stage.folder(), 'data');
      mkdirSync(folder);
      await stage.run('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'latchkey-faults', folder]);
      stage.atEnd(() => stage.run('umount', ['--lazy', folder]));
      const node = await startNode(stage, { DATA_DIR: folder });
      return observe(node.url, async () => {
        const filler = path.join(folder, 'filler');
        try {
          writeFileSync(filler, Buffer.alloc(256 * 2 ** 20, 1));
        } catch {
          // as far as there was room
        }
        await until('it is not ready', async () => !(await node.isReady()));
        await sleep(5000);
        rmSync(filler);
        await until('it is ready', node.isReady);
      });
    },
  },
  {
    name: 'the clock steps',
    did: 'the clock of the server went an hour ahead, after 5 s two hours back, and after 5 s to the right time (`faketime`)',
    missing: () => (fakeTimeLibrary() === undefined ? 'faketime' : undefined),
    async run(stage) {
      const file = path.join(stage.folder(), 'clock');
      const step = (offset) => writeFileSync(file, offset);
      step('+0');
      const node = await startNode(stage, {
        LD_PRELOAD: fakeTimeLibrary(),
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      });
      return observe(node.url, async () => {
        for (const offset of ['+3600', '-3600', '+0']) {
          step(offset);
          await sleep(5000);
        }
      });
    },
  },
  {
    name: 'SIGTERM under load',
    did: 'SIGTERM with `SHUTDOWN_DELAY` of 5 s; the server was started again when it had ended',
    short: true,
    async run(stage) {
      const node = await startNode(stage);
      let how;
      const seen = await observe(node.url, async () => {
        how = await node.program.end('SIGTERM');
        await (await node.again()).untilReady();
      });
      if (how !== 0) seen.faults.push(`it ended with ${String(how)}: ${node.program.output.slice(-500)}`);
      return seen;
    },
  },
];

function fakeTimeLibrary() {
  const found = spawnSync('sh', ['-c', 'ls /usr/lib/*/faketime/libfaketimeMT.so.1'], { encoding: 'utf8' });
  return found.stdout.trim().split('\n')[0] || undefined;
}
