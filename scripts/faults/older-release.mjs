import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Whether this clone has the commit: a shallow one may not. */
export function hasOlderRelease(commit) {
  return spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: ROOT }).status === 0;
}

/** Builds a commit in a folder of its own, with its own dependencies. Resolves with its program. */
export async function buildOlderRelease(stage, commit) {
  const cwd = stage.folder();
  await stage.run('sh', ['-c', `git -C '${ROOT}' archive ${commit} | tar -x -C '${cwd}'`]);
  await stage.run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd });
  await stage.run('npm', ['run', 'build'], { cwd });
  return path.join(cwd, 'dist', 'main.js');
}
