import { createServer } from 'node:net';

/** A port that is free at `host`, for `PORT=0`: known before the server listens, because `ISSUER` may hold it. */
export async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen({ port: 0, host }, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
