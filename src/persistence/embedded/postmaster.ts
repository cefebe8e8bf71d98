import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.js';
import { EmbeddedPostgresFault } from './embedded-postgres-fault.js';
import { dataArgument, environment } from './postgres-environment.js';

const STOP_PATIENCE_MS = 2000;
const RESTARTS = 5;

export interface PostmasterOptions {
  binary: string;
  data: string;
  port: number;
  account: Account | undefined;
  /** Further `name=value` settings of PostgreSQL. */
  parameters: readonly string[];
  /** Told when the database went away on its own, and that it is started again or, at last, lost. */
  report: (message: string) => void;
}

export class PortTaken extends EmbeddedPostgresFault {}

/** The running database. When it ends unasked, it is started again. */
export class Postmaster {
  private child: ChildProcess | undefined;
  private stopping = false;
  private readonly endWithProcess = () => this.child?.kill('SIGINT');

  constructor(private readonly options: PostmasterOptions) {}

  /** Resolves when connections are accepted. */
  async start(): Promise<void> {
    this.child = await launch(this.options);
    this.child.once('close', () => {
      if (!this.stopping) void this.revive();
    });
    process.once('exit', this.endWithProcess);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    process.removeListener('exit', this.endWithProcess);
    const child = this.child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT'); // fast shutdown: ends the connections, writes a checkpoint
    const forced = setTimeout(() => child.kill('SIGQUIT'), STOP_PATIENCE_MS);
    await closed;
    clearTimeout(forced);
  }

  private async revive(): Promise<void> {
    process.removeListener('exit', this.endWithProcess);
    for (let attempt = 1; attempt <= RESTARTS && !this.isStopping(); attempt++) {
      this.options.report('the embedded PostgreSQL ended unexpectedly and is started again');
      await sleep(250 * attempt);
      try {
        await this.start();
        return;
      } catch (error) {
        this.options.report((error as Error).message);
      }
    }
  }

  private isStopping(): boolean {
    return this.stopping;
  }
}

async function launch({ binary, data, port, account, parameters }: PostmasterOptions): Promise<ChildProcess> {
  const child = spawn(
    binary,
    ['-D', dataArgument(data), '-p', String(port), ...parameters.flatMap((set) => ['-c', set])],
    {
      ...account,
      cwd: data,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // Ctrl-C in a terminal must not reach it before the requests in flight are done
    },
  );
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const Fault = /could not bind|Address already in use/.test(log) ? PortTaken : EmbeddedPostgresFault;
      reject(new Fault(data, `did not start: ${reasonIn(log)}`));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  child.stderr.removeAllListeners('data').resume();
  return child;
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
