/*
 * What an attacker would gain, with no account and a megabyte sent: the memory and the open files of the whole server, by
 * asking for thousands of answers on a few connections and reading none of them.
 */
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import type { Server } from 'node:http';
import { type Socket, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type Latchkey, startLatchkey } from '../support/server.js';

/** Requests of one connection that may wait for their answers. */
const UNANSWERED = 16;
const BUNDLE = '/docs/assets/swagger-ui-bundle.js';
const DOCUMENT = '/docs/openapi.json';
const LIVE = '/health/live';

let latchkey: Latchkey;
let http: Server;
let handled = 0;

beforeAll(async () => {
  latchkey = await startLatchkey({
    onRoute: (route) => {
      const { handler } = route;
      route.handler = function (...given) {
        handled += 1;
        return handler.apply(this, given);
      };
    },
  });
  http = latchkey.app.getHttpServer();
});
afterAll(() => latchkey.stop());
beforeEach(() => {
  handled = 0;
});

const requests = (path: string, count: number, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`.repeat(count);
const answersIn = (text: string) => text.match(/HTTP\/1\.1 \d+/g) ?? [];

/** A connection from both of its ends. The client reads nothing before it is told to. */
async function connected(): Promise<{ client: Socket; server: Socket }> {
  const accepted = once(http, 'connection') as Promise<[Socket]>;
  const client = connect(Number(new URL(latchkey.baseUrl).port), '127.0.0.1').on('error', () => undefined);
  client.pause();
  const [server] = await accepted;
  return { client, server };
}

function opened(name: string): number {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  });
  return links.filter((link) => link.endsWith(name)).length;
}

it.each([BUNDLE, DOCUMENT, LIVE])(
  '900 requests for %s in one go end their connection, with few of them handled',
  async (path) => {
    const { client, server } = await connected();
    client.write(requests(path, 900));
    await once(server, 'close');
    expect(handled).toBeLessThanOrEqual(UNANSWERED);
    client.destroy();
  },
);

it('so do those that are answered before any code of ours', async () => {
  const { client, server } = await connected();
  client.write(requests(LIVE, 900, 'Expect: something\r\n'));
  await once(server, 'close');
  client.destroy();
});

it('files that wait to be read are not open', async () => {
  const { client } = await connected();
  client.write(requests(BUNDLE, UNANSWERED));
  await eventually(
    () => handled,
    (count) => expect(count).toBe(UNANSWERED),
  );
  expect(opened('swagger-ui-bundle.js')).toBe(0);
  client.destroy();
});

it('a client that reads has 16 under way, in order, as often as it likes', async () => {
  const { client } = await connected();
  let text = '';
  client.on('data', (chunk: Buffer) => (text += chunk.toString())).resume();
  for (let round = 1; round <= 5; round++) {
    client.write(requests(LIVE, UNANSWERED - 1) + requests('/nothing', 1));
    while (answersIn(text).length < round * UNANSWERED) await once(client, 'data');
  }
  expect(answersIn(text).filter((line) => line.endsWith('404'))).toHaveLength(5);
  expect(answersIn(text).at(-1)).toBe('HTTP/1.1 404');
  client.destroy();
});

it('answers that are not read end with a connection on which nothing moves', async () => {
  expect(http.timeout).toBe(120_000);
  http.setTimeout(100);
  const { client, server } = await connected();
  http.setTimeout(120_000);
  client.write(requests(BUNDLE, UNANSWERED));
  await once(server, 'close');
  client.destroy();
});
