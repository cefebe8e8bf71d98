#!/usr/bin/env node
// npm run bench [-- --quick] [--only refresh,login] [--targets latchkey,floor] [--rounds 5] [--seconds 5] [--profile]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    only: { type: 'string' },
    targets: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
  },
});
const say = (text) => console.log(text);

function prepare(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}
prepare(process.execPath, ['scripts/build.mjs'], path.join(here, '..'));
if (!fs.existsSync(path.join(here, 'node_modules', 'oidc-provider')))
  prepare('npm', ['ci', '--no-audit', '--no-fund'], here);

const { runBenchmark } = await import('./benchmark.mjs');
const { runProfiles } = await import('./profile/run-profiles.mjs');
await (given.profile ? runProfiles : runBenchmark)({
  folder: here,
  work: fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-bench-')),
  say,
  only: given.only?.split(','),
  targets: given.targets?.split(','),
  options: {
    connections: Number(given.connections),
    rounds: Number(given.rounds ?? (given.quick ? 2 : 5)),
    seconds: Number(given.seconds ?? (given.quick ? 2 : 5)),
    warmup: given.quick ? 1 : 1.5,
    patience: given.quick ? 5 : 45,
  },
  whole: !given.quick && given.only === undefined,
});
process.exit(0);
