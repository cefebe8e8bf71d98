import { Counter, Histogram, collectDefaultMetrics } from 'prom-client';

const PREFIX = 'latchkey_';

/** Answers by status class, and how long they took. */
export const requests = new Histogram({
  name: `${PREFIX}http_request_duration_seconds`,
  help: 'Time from request to answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});

/** Requests whose `X-Forwarded-For`, written by a trusted proxy, could not be read. */
export const unreadableForwardedFor = new Counter({
  name: `${PREFIX}unreadable_forwarded_for_total`,
  help: 'Requests whose X-Forwarded-For a trusted proxy wrote and the server could not read',
});

let collecting = false;

/** Starts measuring the process itself: memory, CPU, event loop. */
export function collectProcessMetrics(): void {
  if (collecting) return;
  collecting = true;
  collectDefaultMetrics();
}
