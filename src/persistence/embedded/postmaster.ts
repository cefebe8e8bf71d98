import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './os-account.js';
import { EmbeddedPostgresFault } from './embedded-postgres-fault.js';
import { endOrphans } from './orphans.js';
import { dataArgument, environment } from './postgres-environment.js';

const STOP_PATIENCE_MS = 2000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

export interface PostmasterOptions {
  binary: string;
  data: string;
  port: number;
  account: Account | undefined;
  /** Further `name=value` settings of PostgreSQL. */
  parameters: readonly string[];
  /** Told when the database went away on its own, of each try to start it again, and when it is back. */
  report: (message: string) => void;
}

export class PortTaken extends EmbeddedPostgresFault {}

/** The running database. When it ends unasked, it is started again, for as long as the server runs. */
export class Postmaster {
  private child: ChildProcess | undefined;
  private readonly stopping = new AbortController();
  private readonly endWithProcess = () => this.child?.kill('SIGINT');

  constructor(private readonly options: PostmasterOptions) {}

  /** Resolves when connections are accepted. */
  async start(): Promise<void> {
    this.child = spawnPostgres(this.options);
    process.once('exit', this.endWithProcess);
    try {
      await untilReady(this.child, this.options.data);
    } catch (error) {
      process.removeListener('exit', this.endWithProcess);
      throw error;
    }
    if (!isRunning(this.child)) void this.revive();
    else this.child.once('close', () => void this.revive());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    process.removeListener('exit', this.endWithProcess);
    const { child } = this;
    if (child === undefined || !isRunning(child)) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT'); // fast shutdown: ends the connections, writes a checkpoint
    const forced = setTimeout(() => child.kill('SIGQUIT'), STOP_PATIENCE_MS);
    await closed;
    clearTimeout(forced);
  }

  /** A full disk or a taken port may last for hours. */
  private async revive(): Promise<void> {
    process.removeListener('exit', this.endWithProcess);
    let reason = 'ended unexpectedly';
    for (let pause = FIRST_PAUSE_MS; !this.isStopping(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      this.options.report(`the embedded PostgreSQL ${reason}; it is started again in ${String(pause / 1000)} s`);
      await sleep(pause, undefined, { ref: false, signal: this.stopping.signal }).catch(() => undefined);
      if (this.isStopping()) return;
      try {
        await endOrphans(this.options.data);
        await this.start();
        this.options.report('the embedded PostgreSQL runs again');
        return;
      } catch (error) {
        reason = error instanceof Error ? `is not back: ${error.message}` : 'is not back';
      }
    }
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function spawnPostgres({ binary, data, port, account, parameters }: PostmasterOptions): ChildProcess {
  return spawn(binary, ['-D', dataArgument(data), '-p', String(port), ...parameters.flatMap((set) => ['-c', set])], {
    ...account,
    cwd: data,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // Ctrl-C in a terminal must not reach it before the requests in flight are done
  });
}

async function untilReady(child: ChildProcess, data: string): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const Fault = /could not bind|Address already in use/.test(log) ? PortTaken : EmbeddedPostgresFault;
      reject(new Fault(data, `did not start: ${reasonIn(log)}`));
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  child.stderr?.removeAllListeners('data').resume();
}

/** The first line that says why, and the detail that belongs to it. */
function reasonIn(log: string): string {
  const lines = log.split('\n');
  const first = lines.findIndex((line) => /FATAL|PANIC|ERROR|error while/.test(line));
  const reason =
    first === -1 ? lines : lines.slice(first, first + 2).filter((line, i) => i === 0 || line.includes('DETAIL'));
  return reason
    .map((line) => line.replace(/^.*?(?=(FATAL|PANIC|DETAIL):)/, ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
