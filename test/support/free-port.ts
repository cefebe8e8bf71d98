import { createServer } from 'node:net';

/** Below those that systems hand out by themselves: between the look and the use nothing else is given one of them. */
const FIRST = 20_000;
const OF_A_WORKER = 700;
const WORKERS = 18;

const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS) * OF_A_WORKER;
let next = Math.floor(Math.random() * OF_A_WORKER);

/** A TCP port without a listener, out of those that this worker alone looks at. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < OF_A_WORKER; tries++) {
    const port = first + (next++ % OF_A_WORKER);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
