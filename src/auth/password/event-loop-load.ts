import { performance } from 'node:perf_hooks';

/** Milliseconds. */
const WINDOW = 100;

/** How busy the event loop was lately: 0 idle, 1 never waiting. */
export class EventLoopLoad {
  private since = performance.eventLoopUtilization();
  private lookedAt = performance.now();
  private latest = 0;

  get lately(): number {
    const now = performance.now();
    if (now - this.lookedAt >= WINDOW) {
      const seen = performance.eventLoopUtilization();
      this.latest = performance.eventLoopUtilization(seen, this.since).utilization;
      this.since = seen;
      this.lookedAt = now;
    }
    return this.latest;
  }
}
