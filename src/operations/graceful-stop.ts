import type { Logger } from 'pino';

/** Ten seconds are promised; connections that are open after this are cut. */
const LAST_CALL_MS = 9500;

/**
 * Runs the steps one after the other at the first SIGTERM, SIGINT or SIGHUP, or when a worker loses its primary; then
 * ends the process with 0. A second signal changes nothing: the steps are bounded. An error that nothing caught ends the
 * process with 1, unless it stops already: then it is logged and the stop goes on.
 */
export class GracefulStop {
  private readonly steps: ((signal: NodeJS.Signals) => Promise<void>)[] = [];
  private begun = false;

  constructor(private readonly logger: Logger) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => void this.begin(signal, signal));
    process.on('uncaughtException', (error) => {
      if (this.begun) {
        this.logger.error({ err: error }, 'an error while stopping');
        return;
      }
      this.logger.fatal({ err: error }, 'the server ends because of an uncaught error');
      process.exit(1);
    });
    process.on('disconnect', () => void this.begin('the end of the primary process', 'SIGHUP'));
  }

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Adds a step in front of those added earlier: what started last stops first. It is told which signal came. */
  first(step: (signal: NodeJS.Signals) => Promise<void>): void {
    this.steps.unshift(step);
  }

  private async begin(why: string, signal: NodeJS.Signals): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    this.logger.info(`stopping after ${why}`);
    setTimeout(() => {
      this.logger.warn('requests still in flight were cut off');
      process.exit(0);
    }, LAST_CALL_MS).unref();
    await this.undo(signal);
    process.exit(0);
  }

  /** Runs the steps without ending the process: after a start that failed half-way. */
  async undo(signal: NodeJS.Signals = 'SIGHUP'): Promise<void> {
    for (const step of this.steps.splice(0)) {
      await step(signal).catch((error: unknown) => {
        this.logger.error({ err: error }, 'a step of stopping failed');
      });
    }
  }
}
