import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SET_UP_PATIENCE = 60_000;
const START_PATIENCE = 60_000;
const STOP_PATIENCE = 8_000;
const ANSWER_PATIENCE = 5_000;

/** Runs a peer's set-up script to its end. */
export function setUp({ name, command, env, cwd }) {
  const { status, error, stderr } = spawnSync(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: SET_UP_PATIENCE,
  });
  if (status !== 0) throw new Error(`${name} could not be set up: ${error?.message ?? lastWords(stderr)}`);
}

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
    if (hasEnded(child) || performance.now() - started > START_PATIENCE) {
      await stop(child);
      throw new Error(`${name} did not start; its last words: ${lastWords(fs.readFileSync(logFile, 'utf8'))}`);
    }
    await sleep(5);
  }
  return { pid: child.pid, startedIn: performance.now() - started, stop: () => stop(child) };
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_PATIENCE) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** The last line of an output that speaks of an error, or else the last; backtraces are indented. */
function lastWords(text) {
  const lines = text.split('\n').filter((line) => /^\S/.test(line));
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'none';
}

function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stop(child) {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(STOP_PATIENCE)]);
  if (!hasEnded(child)) child.kill('SIGKILL');
}
