#!/usr/bin/env node
// npm test: builds the server that the process tests start where it is older than its sources, sees to it that there is
// a browser, then runs every test. Arguments go to jest.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bringBuild } from './bring-build.mjs';
import { bringBrowser } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(...args) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    if (signal) console.error(`${args.join(' ')} was ended by ${signal}`);
    process.exit(status ?? 1);
  }
}

bringBuild();
const { file, reason } = await bringBrowser();
if (file === undefined && process.env.CI === 'true') {
  console.error(reason);
  process.exit(1);
}
if (file === undefined) process.env.NO_BROWSER = reason;
else process.env.CHROMIUM_PATH = file;
run('scripts/jest.mjs', ...process.argv.slice(2));
