import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { register } from 'prom-client';
import { createApp } from './app.js';
import type { Settings } from './config/settings.js';
import { FirstAdministrator, type NewAdministrator } from './operations/first-administrator.js';
import { HealthService } from './operations/health/health.service.js';
import { listenAt } from './operations/listen-at.js';
import { answerClusterMetrics } from './operations/metrics/cluster-metrics.js';
import { collectProcessMetrics } from './operations/metrics/metrics.js';
import { serveMetrics } from './operations/metrics/metrics-server.js';

/** One process that answers requests. */
export interface ServingNode {
  url: string;
  administrator: NewAdministrator | undefined;
  /** Turns readiness off, on SIGTERM waits for `SHUTDOWN_DELAY`, finishes what is in flight, closes everything. */
  stop: (signal: NodeJS.Signals) => Promise<void>;
}

/** How long the delay and requests in flight may take together: ten seconds are promised for everything. */
const DELAY_AND_DRAIN_MS = 8000;
/** How long requests in flight may take to finish at most. */
const DRAIN_MS = 6000;
/** How long closing may take: what is left until `CLOSED_BY_MS`, and at least this. */
const CLOSE_MS = 1000;
const CLOSED_BY_MS = 7000;

/** Starts the server in this process. The database is migrated already. */
export async function serve(settings: Settings, logger: Logger): Promise<ServingNode> {
  const app = await createApp(settings, logger);
  const fastify = app.getHttpAdapter().getInstance();
  try {
    const administrator = await app.get(FirstAdministrator, { strict: false }).ensure();
    const { port } = settings;
    await listenAt(settings.host, (host) => fastify.listen({ port, host }));
    if (settings.metricsPort !== undefined) {
      collectProcessMetrics();
      if (cluster.isPrimary) await serveMetrics(register, settings.metricsPort, settings.host);
      else answerClusterMetrics();
    }
    const health = app.get(HealthService, { strict: false });
    return {
      url: urlOf(fastify, settings),
      administrator,
      stop: async (signal) => {
        const since = performance.now();
        health.stop();
        const delay = signal === 'SIGTERM' ? settings.shutdownDelay * 1000 : 0;
        await sleep(delay);
        await within(Math.min(DRAIN_MS, DELAY_AND_DRAIN_MS - delay), fastify.close());
        fastify.server.closeAllConnections();
        await within(Math.max(CLOSE_MS, CLOSED_BY_MS - (performance.now() - since)), app.close());
      },
    };
  } catch (error) {
    await within(CLOSE_MS, app.close());
    throw error;
  }
}

function urlOf(fastify: FastifyInstance, { host }: Settings): string {
  const address = fastify.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const name = ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${String(port)}`;
}

async function within(patience: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, sleep(patience, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
