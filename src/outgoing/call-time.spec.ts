import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../clock/clock.js';
import { loadSettings, Settings } from '../config/settings.js';
import { TooManyCalls } from '../protocol/too-many.js';
import { CallBounds } from './call-bounds.js';
import { GuardedFetcher } from './guarded-fetcher.js';
import { NameResolver } from './name-resolver.js';
import { namedByUnknown } from './occasion.js';

/** More than any caller has. */
const SLOTS = 24;

class SlowResolver extends NameResolver {
  /** Milliseconds. */
  delay = 0;

  override addressesOf(): Promise<string[]> {
    return new Promise((resolve) => setTimeout(() => resolve(['127.0.0.1']), this.delay));
  }
}

/** Takes connections and says nothing, so that TLS is never established. */
class SilentHost {
  private readonly sockets: Socket[] = [];

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => this.sockets.push(socket.on('error', () => undefined)));
  }

  static async start(): Promise<SilentHost> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new SilentHost(server);
  }

  get url(): string {
    return `https://client.example:${String((this.server.address() as AddressInfo).port)}/`;
  }

  /** Once so many calls have reached it. */
  async reached(calls: number): Promise<void> {
    while (this.sockets.length < calls) await once(this.server, 'connection');
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

describe('the time of a call', () => {
  const unknown = namedByUnknown('192.0.2.1');
  const other = namedByUnknown('198.51.100.1');
  let host: SilentHost;
  let resolver: SlowResolver;
  let bounds: CallBounds;
  let fetcher: GuardedFetcher;

  beforeEach(async () => {
    host = await SilentHost.start();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const given = loadSettings({ FETCH_ALLOW_NETWORKS: '127.0.0.0/8' });
    const settings = Settings.complete(given, { databaseUrl: '', secretKey: '' });
    resolver = new SlowResolver();
    bounds = new CallBounds(new Clock());
    fetcher = new GuardedFetcher(settings, resolver, bounds);
  });
  afterEach(() => {
    jest.useRealTimers();
    host.stop();
  });

  /** Takes every slot of that caller, until it is called. */
  function occupy(): () => void {
    let free: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (free = resolve));
    for (let i = 0; i < SLOTS; i++) void bounds.call(unknown, new AbortController().signal, () => held);
    return free;
  }

  it('that went by in waits for slots says nothing about the host, which others reach', async () => {
    const free = occupy();
    const late = expect(fetcher.getJson(host.url, unknown)).rejects.toThrow(TooManyCalls);
    await jest.advanceTimersByTimeAsync(4960);
    free();
    await jest.advanceTimersByTimeAsync(1);
    await Promise.race([host.reached(1), late]);
    await jest.advanceTimersByTimeAsync(39);
    await late;
    const asked = expect(fetcher.getJson(host.url, other)).rejects.toThrow('longer than 5 seconds');
    await jest.advanceTimersByTimeAsync(1);
    await Promise.race([host.reached(2), asked]);
    await jest.advanceTimersByTimeAsync(5000);
    await asked;
  });

  it('that the host had most of says that it is unreachable', async () => {
    const free = occupy();
    const late = expect(fetcher.getJson(host.url, unknown)).rejects.toThrow('longer than 5 seconds');
    await jest.advanceTimersByTimeAsync(2000);
    free();
    await jest.advanceTimersByTimeAsync(1);
    await Promise.race([host.reached(1), late]);
    await jest.advanceTimersByTimeAsync(3000);
    await late;
    await expect(fetcher.getJson(host.url, other)).rejects.toThrow('a moment ago');
  });

  it('that the look-up had most of is a fault, and the host is tried again', async () => {
    resolver.delay = 2900;
    for (const calls of [1, 2]) {
      const slow = expect(fetcher.getJson(host.url, other)).rejects.toThrow('longer than 5 seconds');
      await jest.advanceTimersByTimeAsync(2900);
      await Promise.race([host.reached(calls), slow]);
      await jest.advanceTimersByTimeAsync(2100);
      await slow;
    }
  });
});
