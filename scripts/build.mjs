#!/usr/bin/env node
// npm run build: everything `dist` needs, and a stamp that tells `npm start` which sources it was built from.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { STAMP, sourcesStamp } from './build-stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const STEPS = [
  ['Generating the database client', 'scripts/prisma.mjs', ['generate']],
  ['Compiling', 'node_modules/@nestjs/cli/bin/nest.js', ['build']],
  ['Packing the server', 'scripts/pack-server.mjs', []],
  ['Building the guides', 'node_modules/vitepress/bin/vitepress.js', ['build', 'docs']],
  ['Building the console', 'node_modules/vite/bin/vite.js', ['build', '--config', 'console/vite.config.ts']],
];

const stamp = sourcesStamp(root);
for (const [title, script, args] of STEPS) {
  const since = performance.now();
  process.stdout.write(`${title} … `);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    console.log('failed');
    process.stderr.write(stdout + stderr);
    process.exit(1);
  }
  console.log(`${((performance.now() - since) / 1000).toFixed(1)} s`);
}
writeFileSync(new URL(`../${STAMP}`, import.meta.url), stamp);
