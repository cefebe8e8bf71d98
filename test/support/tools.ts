import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from '../../scripts/browser.mjs';

/** Where programs and Python modules of the operating system are looked for. */
const PROGRAM_FOLDERS = [
  path.resolve('node_modules/.cache/tools'),
  '/usr/bin',
  '/usr/local/bin',
  '/usr/sbin',
  ...(process.env.PATH ?? '').split(path.delimiter),
];

const BROWSER = 'chromium';

/**
 * Whether the tools a suite drives are on this machine. Without them the suite is left out by name on a developer's
 * machine, and fails in CI, where they must be. A tool is a program (`php`) or a module of the system's Python
 * (`python:requests`).
 */
export function requireTools(suite: string, tools: readonly string[]): boolean {
  const missing = tools.filter((tool) => !isThere(tool));
  if (missing.length === 0) return true;
  const reason = missing.includes(BROWSER) && process.env.NO_BROWSER;
  const message = `${suite}: needs ${missing.join(', ')}${reason ? ` (${reason})` : ''}`;
  if (process.env.CI === 'true') throw new Error(`${message}, which CI must install`);
  console.log(`skipped: ${message}`);
  return false;
}

function isThere(tool: string): boolean {
  const [program = '', module] = tool.split(':');
  if (module === undefined) return programPath(program) !== undefined;
  const python = programPath('python3');
  return python !== undefined && spawnSync(python, ['-c', `import ${module}`]).status === 0;
}

/** The program's path; the operating system's own before others of that name. */
export function programPath(tool: string): string | undefined {
  if (tool === BROWSER) return findBrowser();
  return PROGRAM_FOLDERS.map((folder) => path.join(folder, tool)).find((file) => existsSync(file));
}
