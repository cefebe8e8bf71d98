import { createServer } from 'node:net';
import { listenAt } from './listen-at.js';

/** A port that is free at `host`, for `PORT=0`: known before the server listens, because `ISSUER` may hold it. */
export async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await listenAt(
    host,
    (at) => new Promise<void>((resolve, reject) => probe.once('error', reject).listen({ port: 0, host: at }, resolve)),
  );
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
