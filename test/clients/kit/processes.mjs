import { spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE = 180_000;

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs a program to its end; what it printed. @throws Error with its last lines where it fails */
export async function run(program, args, options = {}) {
  const child = started(program, args, options);
  const code = await child.ended;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${child.lastLines()}`);
  return child.output();
}

/** Starts a program that serves, and waits until its port answers. */
export async function serve(program, args, { port, ...options }) {
  const child = started(program, args, options);
  const until = Date.now() + PATIENCE;
  while (!(await answers(port))) {
    if (child.exitCode() !== null) throw new Error(`${program} ended:\n${child.lastLines()}`);
    if (Date.now() > until) throw new Error(`${program} does not listen on ${String(port)}:\n${child.lastLines()}`);
    await pause(100);
  }
  return child;
}

function started(program, args, { cwd, env = {}, input } = {}) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  const keep = (chunk) => (text = (text + chunk).slice(-200_000));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  child.stdin.on('error', () => undefined).end(input);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      keep(String(error));
      resolve(-1);
    });
    child.on('close', (code) => resolve(code ?? -1));
  });
  return {
    ended,
    output: () => text,
    lastLines: () => text.split('\n').slice(-40).join('\n'),
    exitCode: () => child.exitCode,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function answers(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const isThere = await new Promise((resolve) => {
      const socket = connect({ port, host });
      socket.once('connect', () => resolve(true) || socket.destroy());
      socket.once('error', () => resolve(false));
    });
    if (isThere) return true;
  }
  return false;
}
