import { performance } from 'node:perf_hooks';

/** Milliseconds. */
const WINDOW = 100;

/** Recent utilization of the event loop: 0 idle, 1 saturated. */
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
