#!/usr/bin/env node
// npm run build: everything `dist` needs, and a stamp that tells `npm start` which sources it was built from.
// With --if-stale it builds only when no other process has done so in the meantime.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { whileAlone } from './build-lock.mjs';
import { STAMP, isBuilt, sourcesStamp } from './build-stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = new URL(`../${STAMP}`, import.meta.url);

const STEPS = [
  ['Generating the database client', 'scripts/prisma.mjs', ['generate']],
  ['Compiling', 'node_modules/@nestjs/cli/bin/nest.js', ['build']],
  ['Packing the server', 'scripts/pack-server.mjs', []],
  ['Building the guides', 'node_modules/vitepress/bin/vitepress.js', ['build', 'docs']],
  ['Building the console', 'node_modules/vite/bin/vite.js', ['build', '--config', 'console/vite.config.ts']],
];

try {
  await whileAlone(root, (owner) => console.log(`Waiting for process ${owner}, which builds in this checkout`), build);
} catch (error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  console.error(
    `What is built is older than its sources, and this user may not write to ${root}; run npm run build as its owner`,
  );
  process.exitCode = 1;
}

function build() {
  if (process.argv.includes('--if-stale') && isBuilt(root)) return;
  const stamp = sourcesStamp(root);
  // nothing may start on what is half built
  rmSync(stampFile, { force: true });
  for (const [title, script, args] of STEPS) {
    const since = performance.now();
    process.stdout.write(`${title} … `);
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
    if (status !== 0) {
      console.log('failed');
      process.stderr.write(stdout + stderr);
      process.exitCode = 1;
      return;
    }
    console.log(`${((performance.now() - since) / 1000).toFixed(1)} s`);
  }
  writeFileSync(stampFile, stamp);
}
