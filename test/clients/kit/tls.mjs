import { readFile } from 'node:fs/promises';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import path from 'node:path';
import { freePort, run } from './processes.mjs';

/** A proxy with a certificate of its own in front of a port, for clients that take nothing but https. */
export async function startTlsProxy({ folder, host, target }) {
  const certificate = path.join(folder, 'localhost.pem');
  const key = path.join(folder, 'localhost.key');
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', certificate],
  ]);
  const options = { key: await readFile(key), cert: await readFile(certificate) };
  const proxy = createServer(options, (request, response) => {
    const { method, url, headers } = request;
    const ahead = forward({ host: 'localhost', port: target(), method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    });
    ahead.on('error', () => response.destroy());
    request.pipe(ahead);
  });
  const port = await freePort();
  await new Promise((resolve) => proxy.listen(port, 'localhost', resolve));
  return {
    issuer: `https://${host}:${String(port)}`,
    certificate,
    stop() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
