import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const STAMP = 'dist/.built-from';

const SOURCES = [
  'src',
  'console',
  'docs',
  'examples',
  'prisma/schema.prisma',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/pack-server.mjs',
];
const SKIPPED = new Set(['generated', 'node_modules', 'dist', '.temp']);

/** A hash over name, size and time of every source file: a few milliseconds, where reading them all would take longer. */
export function sourcesStamp(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) add(hash, root, source);
  return hash.digest('hex');
}

export function isBuilt(root) {
  const stamp = path.join(root, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesStamp(root);
}

function add(hash, root, name) {
  const stats = statSync(path.join(root, name), { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    for (const entry of readdirSync(path.join(root, name)).sort()) {
      if (!SKIPPED.has(entry)) add(hash, root, path.join(name, entry));
    }
  } else if (stats && !/\.spec\.tsx?$|^(?!docs\/).*\.md$/.test(name)) {
    hash.update(`${name} ${stats.size} ${stats.mtimeMs}\n`);
  }
}
