import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings.js';
import { MILLISECONDS } from '../protocol/durations.js';
import type { NewAdministrator } from './first-administrator.js';
import { closeConnectionsNotTaken } from './handed-connections.js';

/** The environment variables by which a worker is told what the primary has opened; they are no settings. */
const OPENED = { databaseUrl: 'LATCHKEY_OPENED_DATABASE_URL', secretKey: 'LATCHKEY_OPENED_SECRET_KEY' } as const;

/** The database and the key that the primary has made ready, in a worker. */
export function openedByPrimary(): Record<keyof typeof OPENED, string> {
  return { databaseUrl: process.env[OPENED.databaseUrl] ?? '', secretKey: process.env[OPENED.secretKey] ?? '' };
}

/** The message of a worker to the primary when it listens. */
export interface WorkerReady {
  url: string;
  administrator: NewAdministrator | undefined;
}

const STOP_MS = 8500;
const BACK_OFF_MS = [250, 1000, 4000, 15_000, 30_000];
/** After this lifetime a worker counts as started: the next crash begins with the shortest back-off again. */
const STEADY_MS = MILLISECONDS.minute;

/** A worker could not start; it has logged the reason. */
export class WorkerFailed extends Error {}

/** The workers that share the server's port. The primary answers nothing itself; it keeps them alive. */
export class Workers {
  private stopping = false;
  private crashes = 0;

  constructor(
    private readonly settings: Settings,
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly logger: Logger,
  ) {}

  /** Starts one worker, then the others: the first validates the settings and creates the administrator. */
  async start(): Promise<WorkerReady> {
    cluster.setupPrimary({ exec: fileURLToPath(new URL('../main.js', import.meta.url)), args: [] });
    const first = await this.fork();
    await Promise.all(Array.from({ length: this.settings.workers - 1 }, () => this.fork()));
    return first;
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    this.stopping = true;
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    const gone = Promise.all(workers.map((worker) => once(worker, 'exit')));
    for (const worker of workers) worker.process.kill(signal);
    await Promise.race([gone, sleep(STOP_MS, undefined, { ref: false })]);
    for (const worker of workers) if (!worker.isDead()) worker.process.kill('SIGKILL');
  }

  private async fork(): Promise<WorkerReady> {
    const { databaseUrl, secretKey } = this.settings;
    // not as settings: to a worker, too, the embedded database is none that DATABASE_URL names
    const opened = { [OPENED.databaseUrl]: databaseUrl, [OPENED.secretKey]: secretKey };
    const worker = cluster.fork({ ...this.env, ...opened });
    closeConnectionsNotTaken(worker.process);
    const ready = await readiness(worker);
    const since = Date.now();
    worker.once('exit', (code, signal) => {
      if (this.stopping) return;
      if (Date.now() - since > STEADY_MS) this.crashes = 0;
      this.logger.error({ worker: worker.process.pid, exitCode: code, signal }, 'a worker ended and is replaced');
      void this.replace();
    });
    return ready;
  }

  private async replace(): Promise<void> {
    while (!this.stopping) {
      await sleep(BACK_OFF_MS[Math.min(this.crashes++, BACK_OFF_MS.length - 1)], undefined, { ref: false });
      if (this.isStopping()) return;
      try {
        await this.fork();
        return;
      } catch (error) {
        this.logger.error({ err: error }, 'a worker could not be replaced yet');
      }
    }
  }

  private isStopping(): boolean {
    return this.stopping;
  }
}

function readiness(worker: Worker): Promise<WorkerReady> {
  return new Promise((resolve, reject) => {
    const failed = () => {
      reject(new WorkerFailed('a worker could not start'));
    };
    worker.once('exit', failed);
    worker.once('message', (message: WorkerReady) => {
      worker.removeListener('exit', failed);
      resolve(message);
    });
  });
}
