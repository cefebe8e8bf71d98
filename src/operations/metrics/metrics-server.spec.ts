import { once } from 'node:events';
import { connect, Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { freePort } from '../free-port.js';
import { serveMetrics } from './metrics-server.js';

const SOURCE = { contentType: 'text/plain', metrics: () => Promise.resolve('up 1\n') };

let server: Server | undefined;

afterEach(() => {
  jest.restoreAllMocks();
  server?.close();
  server = undefined;
});

/** The first attempt to listen fails so. */
function failing(code: string) {
  return jest.spyOn(Server.prototype, 'listen').mockImplementationOnce(function (this: Server) {
    setImmediate(() => this.emit('error', Object.assign(new Error(`listen ${code}`), { code })));
    return this;
  });
}

describe('the port of the metrics', () => {
  it.each(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])(
    'is one of every IPv4 address for HOST=:: without IPv6 (%s)',
    async (code) => {
      const port = await freePort('0.0.0.0');
      failing(code);
      server = await serveMetrics(SOURCE, port, '::');
      expect(server.address()).toMatchObject({ address: '0.0.0.0', port });
      const answer = await fetch(`http://127.0.0.1:${String(port)}/metrics`);
      expect([answer.status, await answer.text()]).toEqual([200, 'up 1\n']);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    },
  );

  it.each([
    ['::', 'EADDRINUSE'],
    ['::1', 'EADDRNOTAVAIL'],
  ])('of HOST=%s is none where listening fails otherwise (%s)', async (host, code) => {
    failing(code);
    await expect(serveMetrics(SOURCE, 0, host)).rejects.toMatchObject({ code });
  });

  it('ends a connection on which hundreds of requests come and no answer is read', async () => {
    const port = await freePort('127.0.0.1');
    const metrics = jest.fn(SOURCE.metrics);
    server = await serveMetrics({ ...SOURCE, metrics }, port, '127.0.0.1');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const client = connect(port, '127.0.0.1').on('error', () => undefined);
    client.pause();
    const [connection] = await accepted;
    client.write('GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(900));
    await once(connection, 'close');
    expect(metrics.mock.calls.length).toBeLessThanOrEqual(16);
    client.destroy();
  });
});
