// The browser that the tests drive: where it is found, and how it gets here where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/local/bin/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const PLAYWRIGHT = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
const PATIENCE = 600_000;

/**
 * What `CHROMIUM_PATH` names, else the first that is there and runs.
 * @param {{ env?: NodeJS.ProcessEnv, places?: string[], runs?: (file: string) => boolean }} machine
 * @returns {string | undefined}
 */
export function findBrowser({ env = process.env, places = PLACES, runs = answers } = {}) {
  const named = env.CHROMIUM_PATH;
  if (named) {
    if (runs(named)) return named;
    throw new Error(`CHROMIUM_PATH: ${named} does not run as a browser; name one, such as /usr/bin/chromium`);
  }
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [...places, ...folders.map((folder) => path.join(folder, 'chromium'))].find(runs);
}

/**
 * How a browser may be brought to this machine, in the order to try.
 * @param {{ isRoot: boolean, isDebian: boolean }} machine
 * @returns {('apt-get' | 'playwright')[]}
 */
export function waysToBring({ isRoot, isDebian }) {
  return isRoot && isDebian ? ['apt-get', 'playwright'] : ['playwright'];
}

/**
 * The browser of this machine; where there is none, one is brought.
 * @param {{ find?: () => string | undefined, ways?: ('apt-get' | 'playwright')[],
 *   bring?: (way: 'apt-get' | 'playwright') => Promise<{ file?: string, fault?: string }> }} machine
 * @returns {Promise<{ file?: string, reason?: string }>} why there is none, if there is none
 */
export async function bringBrowser({ find = findBrowser, ways = waysToBring(thisMachine()), bring = BRING } = {}) {
  const present = find();
  if (present !== undefined) return { file: present };
  const faults = [];
  for (const way of ways) {
    const { file, fault } = await bring(way);
    const found = file ?? (fault === undefined ? find() : undefined);
    if (found !== undefined) return { file: found };
    faults.push(`${way}: ${fault ?? 'brought none'}`);
  }
  return { reason: `no browser is on this machine, and none could be brought (${faults.join('; ')})` };
}

const BRING = async (way) => {
  if (way === 'apt-get') return byApt();
  return byPlaywright();
};

function byApt() {
  const options = ['-o', 'Dpkg::Use-Pty=0', '-qq'];
  const fault =
    step('Looking for Chromium among the packages of the system', 'apt-get', [...options, 'update']) ??
    step('Installing Chromium', 'apt-get', [...options, 'install', '-y', '--no-install-recommends', 'chromium']);
  return { fault };
}

async function byPlaywright() {
  const args = [PLAYWRIGHT, 'install', '--no-shell', 'chromium'];
  const fault = step('Downloading the Chromium of Playwright', process.execPath, args);
  if (fault !== undefined) return { fault };
  const { chromium } = await import('playwright-core');
  const file = chromium.executablePath();
  return answers(file) ? { file } : { fault: 'it does not run here' };
}

/** Runs a program and says so; why it failed, if it did. */
function step(title, program, args) {
  const since = performance.now();
  process.stdout.write(`${title} … `);
  const { status, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PATIENCE,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  console.log(status === 0 ? `${((performance.now() - since) / 1000).toFixed(1)} s` : 'failed');
  if (status === 0) return undefined;
  const [line = 'it failed'] = (error?.message ?? stderr).trim().split('\n');
  return line;
}

function thisMachine() {
  const release = '/etc/os-release';
  const isDebian = existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
  return { isRoot: process.getuid?.() === 0, isDebian };
}

/** Some systems put a program there that only says how to install the real one. */
function answers(file) {
  return existsSync(file) && spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
