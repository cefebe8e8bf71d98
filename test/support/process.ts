import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const START_PATIENCE = 200_000;

export interface ProcessOptions {
  /** Settings by the names of their environment variables. */
  env?: Record<string, string>;
  /** A folder to work in, kept afterwards; without one a temporary folder is made, and removed by `remove`. */
  folder?: string;
  /** A file that it writes to, in place of what `output` answers. */
  output?: string;
  /** The user it runs as, when the tests run as root. */
  account?: { uid: number; gid: number };
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The built server as a process of its own, as `npm start` runs it. */
export class LatchkeyProcess {
  private printed = '';
  readonly exited: Promise<Exit>;

  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
    readonly folder: string,
  ) {
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    }
  }

  /** Spawns it and returns at once; see `untilReady`. */
  static async spawn(options: ProcessOptions = {}): Promise<LatchkeyProcess> {
    if (!existsSync(MAIN)) throw new Error('there is no dist/main.js: run npm run build first');
    const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'latchkey-process-'));
    const port = options.env?.PORT ?? String(await freePort());
    const { PATH, HOME } = process.env;
    const output = options.output === undefined ? 'pipe' : openSync(options.output, 'w');
    const child = spawn(process.execPath, [MAIN], {
      ...options.account,
      cwd: folder,
      env: { PATH, HOME, HOST: '127.0.0.1', PORT: port, SHUTDOWN_DELAY: '0', ...options.env },
      stdio: ['ignore', output, output],
    });
    if (typeof output === 'number') closeSync(output);
    return new LatchkeyProcess(child, `http://127.0.0.1:${port}`, folder);
  }

  /** Spawns it and waits until it takes requests. */
  static async start(options: ProcessOptions = {}): Promise<LatchkeyProcess> {
    const server = await LatchkeyProcess.spawn(options);
    await server.untilReady();
    return server;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Everything it wrote to the terminal so far. */
  get output(): string {
    return this.printed;
  }

  async untilReady(): Promise<void> {
    const deadline = Date.now() + START_PATIENCE;
    while (Date.now() < deadline) {
      if (this.child.exitCode !== null) throw new Error(`the server ended before it was ready:\n${this.printed}`);
      const ready = await fetch(`${this.baseUrl}/health/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await sleep(25);
    }
    throw new Error(`the server was not ready in time:\n${this.printed}`);
  }

  /** Sends the signal and waits for the end: `kill('SIGKILL')` is a crash, `kill('SIGTERM')` a stop. */
  async kill(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }

  /** Stops it if it still runs and removes its folder. */
  async remove(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The line with which a start ends that cannot work: it is the only one, and the exit code is 1. */
export async function refusalToStart(options: ProcessOptions): Promise<string> {
  const server = await LatchkeyProcess.spawn({ ...options, env: { LOG_LEVEL: 'silent', ...options.env } });
  try {
    const exit = await server.exited;
    const line = server.output.trim();
    if (exit.code !== 1 || line.includes('\n')) throw new Error(`ended with ${JSON.stringify(exit)} and:\n${line}`);
    return line;
  } finally {
    if (options.folder === undefined) await server.remove();
  }
}
