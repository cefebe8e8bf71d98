import { AggregatorRegistry } from 'prom-client';
import { serveMetrics } from './metrics-server.js';

/** The metrics of all workers together, served by the primary. */
export async function serveClusterMetrics(port: number, host: string): Promise<void> {
  const registry = new AggregatorRegistry();
  await serveMetrics({ contentType: registry.contentType, metrics: () => registry.clusterMetrics() }, port, host);
}

/** Lets a worker answer when the primary asks for its metrics. */
export function answerClusterMetrics(): void {
  new AggregatorRegistry(); // listens from its constructor on
}
