import { type Server, createServer } from 'node:http';
import { requestIdOf } from '../../http/request-id.js';
import { STANDING_HEADERS } from '../../http/standing-headers.js';
import { CountedResponse, isGivenUp } from '../../http/unanswered-requests.js';
import { listenAt } from '../listen-at.js';

export interface MetricsSource {
  contentType: string;
  metrics: () => Promise<string>;
}

/** `GET /metrics` on a separate port, so that it need not be public. */
export async function serveMetrics(source: MetricsSource, port: number, host: string): Promise<Server> {
  const server = createServer({ ServerResponse: CountedResponse, requestTimeout: 30_000 }, (request, response) => {
    if (isGivenUp(request)) return;
    response.setHeaders(new Map(Object.entries({ ...STANDING_HEADERS, 'x-request-id': requestIdOf(request.headers) })));
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    source.metrics().then(
      (text) => response.writeHead(200, { 'content-type': source.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.setTimeout(120_000);
  await listenAt(
    host,
    (at) => new Promise<void>((resolve, reject) => server.once('error', reject).listen({ port, host: at }, resolve)),
  );
  server.unref();
  return server;
}
