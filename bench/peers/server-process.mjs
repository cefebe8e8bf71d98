import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const START_PATIENCE = 60_000;
const STOP_PATIENCE = 8_000;

/** Starts a server and waits until its health address answers; gives its pid and the milliseconds it took. */
export async function startServer({ name, command, cwd, env, health, logFolder }) {
  const logFile = `${logFolder}/${name}.log`;
  const log = fs.openSync(logFile, 'a');
  const started = performance.now();
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  while (!(await answers(health))) {
    if (child.exitCode !== null || performance.now() - started > START_PATIENCE) {
      child.kill('SIGKILL');
      throw new Error(
        `${name} did not start; its last words: ${fs.readFileSync(logFile, 'utf8').trim().split('\n').at(-1)}`,
      );
    }
    await sleep(5);
  }
  return { pid: child.pid, startedIn: performance.now() - started, stop: () => stop(child) };
}

async function answers(url) {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(child) {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(STOP_PATIENCE)]);
  if (child.exitCode === null) child.kill('SIGKILL');
}
