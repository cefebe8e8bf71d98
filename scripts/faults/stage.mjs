import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 120_000;

/** What one fault needs: folders and processes, all of which end with it, the latest first. */
export class Stage {
  #endings = [];

  /** An empty folder that every user may enter. */
  folder() {
    const folder = mkdtempSync('/var/tmp/latchkey-faults-');
    chmodSync(folder, 0o755);
    this.atEnd(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  atEnd(act) {
    this.#endings.unshift(act);
  }

  /** Starts a program; see `Program`. */
  start(command, args, options) {
    const program = new Program(command, args, options);
    this.atEnd(() => program.end('SIGTERM', 15_000));
    return program;
  }

  /** Runs a program to its end. @throws Error with its output when it ends with another code than 0 */
  async run(command, args, options) {
    const program = new Program(command, args, options);
    if ((await program.ended) !== 0) throw new Error(`${command} failed: ${program.output.slice(-2000)}`);
    return program.output;
  }

  async clear() {
    for (const act of this.#endings.splice(0)) {
      await Promise.resolve()
        .then(act)
        .catch((error) => console.error(`clearing away: ${String(error)}`));
    }
  }
}

/** A process that was started here. */
export class Program {
  output = '';
  #child;

  constructor(command, args, options = {}) {
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk) => (this.output = (this.output + chunk.toString()).slice(-200_000)));
    /** Resolves with the code, or with the name of the signal. */
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(String(error)));
      this.#child.once('exit', (code, signal) => resolve(code ?? signal));
    });
  }

  get pid() {
    return this.#child.pid;
  }

  get isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Sends the signal and waits for the end; after `patience` milliseconds it is killed. */
  async end(signal, patience = 30_000) {
    if (!this.isRunning) return this.ended;
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill('SIGKILL'), patience);
    const how = await this.ended;
    clearTimeout(late);
    return how;
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Asks until it is so. @throws Error that names what was waited for */
export async function until(what, ask, patience = PATIENCE_MS) {
  const deadline = Date.now() + patience;
  for (;;) {
    if (
      await Promise.resolve()
        .then(ask)
        .catch(() => false)
    )
      return;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${String(patience / 1000)} s`);
    await sleep(100);
  }
}
