import type { Logger } from 'pino';

/** Ten seconds are promised; connections that are open after this are cut. */
const LAST_CALL_MS = 9500;

/**
 * Runs the steps one after the other at the first SIGTERM, SIGINT or SIGHUP, or when a worker loses its primary; then
 * ends the process with 0. A second signal changes nothing: the steps are bounded.
 */
export class GracefulStop {
  private readonly steps: (() => Promise<void>)[] = [];
  private begun = false;

  constructor(private readonly logger: Logger) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void this.begin(signal));
    process.on('disconnect', () => void this.begin('the end of the primary process'));
  }

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Adds a step before those added earlier: the reverse of the start order. */
  first(step: () => Promise<void>): void {
    this.steps.unshift(step);
  }

  private async begin(why: string): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    this.logger.info(`stopping after ${why}`);
    setTimeout(() => {
      this.logger.warn('requests still in flight were cut off');
      process.exit(0);
    }, LAST_CALL_MS).unref();
    await this.undo();
    process.exit(0);
  }

  /** Runs the steps without ending the process, after a failed start. */
  async undo(): Promise<void> {
    for (const step of this.steps.splice(0)) {
      await step().catch((error: unknown) => {
        this.logger.error({ err: error }, 'a step of stopping failed');
      });
    }
  }
}
