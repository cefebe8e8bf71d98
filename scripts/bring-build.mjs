import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './build-stamp.mjs';

/** Builds what is missing or older than its sources. Ends the process where that fails: the build has said why. */
export function bringBuild() {
  if (isBuilt(fileURLToPath(new URL('..', import.meta.url)))) return;
  const build = fileURLToPath(new URL('build.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [build, '--if-stale'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
