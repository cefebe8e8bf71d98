import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock/clock.js';
import { loadSettings, Settings } from '../config/settings.js';
import { CallBounds } from './call-bounds.js';
import { FetchFault } from './fetch-fault.js';
import { GuardedFetcher } from './guarded-fetcher.js';
import { NameResolver } from './name-resolver.js';
import { namedByAccount, namedByUnknown } from './occasion.js';

class FakeResolver extends NameResolver {
  readonly asked: string[] = [];

  constructor(private readonly answers: string[][]) {
    super();
  }

  override addressesOf(name: string): Promise<string[]> {
    this.asked.push(name);
    return Promise.resolve(this.answers[this.asked.length - 1] ?? []);
  }
}

const LOOPBACK = ['127.0.0.1'];
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return String((server.address() as AddressInfo).port);
}

/** Fetches addresses that an account registered. */
class AccountsFetcher {
  private readonly occasion = namedByAccount(null);

  constructor(private readonly guarded: GuardedFetcher) {}

  getJson(url: string): Promise<unknown> {
    return this.guarded.getJson(url, this.occasion);
  }

  postForm(url: string, form: Record<string, string>): Promise<number> {
    return this.guarded.postForm(url, form, this.occasion);
  }
}

function fetcher(resolver: NameResolver = new FakeResolver([LOOPBACK]), allowed = '127.0.0.0/8,::1'): AccountsFetcher {
  const settings = Settings.complete(loadSettings({ FETCH_ALLOW_NETWORKS: allowed }), {
    databaseUrl: '',
    secretKey: '',
  });
  return new AccountsFetcher(new GuardedFetcher(settings, resolver, new CallBounds(new Clock())));
}

function json(body: unknown, type = 'application/json'): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(JSON.stringify(body));
  };
}

describe('the guarded fetcher', () => {
  it('fetches JSON from the address the name resolved to, by the name it was given', async () => {
    let seen: IncomingMessage | undefined;
    const port = await serve((request, response) => {
      seen = request;
      json({ keys: [] }, 'application/jwk-set+json; charset=utf-8')(request, response);
    });
    const resolver = new FakeResolver([LOOPBACK]);
    await expect(fetcher(resolver).getJson(`http://client.example:${port}/jwks`)).resolves.toEqual({ keys: [] });
    expect(seen?.headers.host).toBe(`client.example:${port}`);
    expect(resolver.asked).toEqual(['client.example']);
  });

  it('resolves once: what the name says afterwards does not matter', async () => {
    const port = await serve(json({}));
    const resolver = new FakeResolver([LOOPBACK, ['169.254.169.254']]);
    await fetcher(resolver).getJson(`http://client.example:${port}/`);
    expect(resolver.asked).toHaveLength(1);
  });

  it('posts a form, and gives the status', async () => {
    const bodies: string[] = [];
    const port = await serve((request, response) => {
      let body = request.headers['content-type'] ?? '';
      request.on('data', (chunk: Buffer) => (body += ` ${chunk.toString()}`));
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(204).end();
      });
    });
    await expect(fetcher().postForm(`http://client.example:${port}/`, { logout_token: 'a b', x: 'ü' })).resolves.toBe(
      204,
    );
    expect(bodies).toEqual(['application/x-www-form-urlencoded logout_token=a+b&x=%C3%BC']);
  });

  it.each([
    ['a private address', '10.0.0.5'],
    ['the metadata service', '169.254.169.254'],
    ['an IPv6 zone', 'fe80::1%eth0'],
    ['loopback in disguise', '::ffff:127.0.0.1'],
  ])('refuses a name that leads to %s', async (_, address) => {
    const refused = fetcher(new FakeResolver([[address]]), '').getJson('https://client.example/jwks');
    await expect(refused).rejects.toThrow(FetchFault);
  });

  it('refuses a name one of whose addresses is not allowed', async () => {
    const resolver = new FakeResolver([['93.184.215.14', '10.0.0.5']]);
    await expect(fetcher(resolver, '').getJson('https://client.example/')).rejects.toThrow('leads to 10.0.0.5');
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::]/',
    'https://169.254.169.254/latest/meta-data',
  ])('refuses %s as an address, however it is spelled', async (url) => {
    const resolver = new FakeResolver([]);
    await expect(fetcher(resolver, '').getJson(url)).rejects.toThrow('FETCH_ALLOW_NETWORKS');
    expect(resolver.asked).toEqual([]);
  });

  it('refuses plain http but for loopback that is allowed', async () => {
    const open = fetcher(new FakeResolver([['93.184.215.14']]));
    await expect(open.getJson('http://client.example/')).rejects.toThrow('is not https');
    const named = fetcher(new FakeResolver([['10.0.0.5']]), '10.0.0.0/8');
    await expect(named.getJson('http://client.example/')).rejects.toThrow('is not https');
    await expect(fetcher(new FakeResolver([LOOPBACK]), '').getJson('http://client.example/')).rejects.toThrow(
      'FETCH_ALLOW_NETWORKS',
    );
  });

  it.each([
    ['file:///etc/passwd', 'is not https'],
    ['ftp://client.example/', 'is not https'],
    ['https://user:secret@client.example/', 'user name'],
    ['client.example/jwks', 'is not a URL'],
    [`https://client.example/${'a'.repeat(3000)}`, 'is not a URL'],
  ])('refuses %s', async (url, reason) => {
    await expect(fetcher().getJson(url)).rejects.toThrow(reason);
  });

  it('refuses a name without an address', async () => {
    await expect(fetcher(new FakeResolver([[]])).getJson('https://client.example/')).rejects.toThrow('has no address');
  });

  it('follows no redirect', async () => {
    let visits = 0;
    const port = await serve((_request, response) => {
      visits++;
      response.writeHead(302, { location: '/elsewhere', 'content-type': 'application/json' }).end('{}');
    });
    await expect(fetcher().getJson(`http://client.example:${port}/`)).rejects.toThrow('answered 302');
    expect(visits).toBe(1);
  });

  it('takes JSON only, valid and uncompressed', async () => {
    const html = await serve(json({}, 'text/html'));
    await expect(fetcher().getJson(`http://client.example:${html}/`)).rejects.toThrow('text/html');
    const broken = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{');
    });
    await expect(fetcher().getJson(`http://client.example:${broken}/`)).rejects.toThrow('no JSON');
    const packed = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('x');
    });
    await expect(fetcher().getJson(`http://client.example:${packed}/`)).rejects.toThrow('compressed');
  });

  it('stops reading after 64 kB, for any announced length', async () => {
    let sent = 0;
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && sent < 50_000_000) {
          sent += 16_384;
          if (!response.write(Buffer.alloc(16_384, 0x20))) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    await expect(fetcher().getJson(`http://client.example:${port}/`)).rejects.toThrow('longer than 64 kB');
    expect(sent).toBeLessThan(50_000_000);
  });

  it('gives up after five seconds in all, however slowly the answer drips or the name resolves', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(drip));
    });
    const hanging = new (class extends NameResolver {
      override addressesOf(): Promise<string[]> {
        return new Promise(() => undefined);
      }
    })();
    await Promise.all([
      expect(fetcher().getJson(`http://client.example:${port}/`)).rejects.toThrow('longer than 5 seconds'),
      expect(fetcher(hanging).getJson('https://client.example/')).rejects.toThrow('longer than 5 seconds'),
    ]);
  });

  it('calls no port but 443 at an address that no account registered, unless a setting names it', async () => {
    const at = (url: string, ports: string, allowed = '') => {
      const given = loadSettings({ FETCH_ALLOW_NETWORKS: allowed, FETCH_ALLOW_PORTS: ports });
      const settings = Settings.complete(given, { databaseUrl: '', secretKey: '' });
      // a public address at which nothing answers
      const resolver = new FakeResolver([['240.0.0.1'], ['240.0.0.1']]);
      const addresses = allowed === '' ? new FakeResolver([['93.184.215.14']]) : resolver;
      return new GuardedFetcher(settings, addresses, new CallBounds(new Clock())).getJson(
        url,
        namedByUnknown('192.0.2.1'),
      );
    };
    await expect(at('https://client.example:22/', '')).rejects.toThrow('at port 22, which FETCH_ALLOW_PORTS');
    await expect(at('https://client.example:8443/', '9443,10443')).rejects.toThrow('FETCH_ALLOW_PORTS');
    await expect(at('https://client.example:8443/', '8443', '240.0.0.0/4')).rejects.not.toThrow('FETCH_ALLOW_PORTS');
    await expect(at('https://client.example:22/', '', '240.0.0.0/4')).rejects.not.toThrow('FETCH_ALLOW_PORTS');
  });

  it('remembers for a while that a host cannot be reached', async () => {
    const port = await serve(json({}));
    servers.splice(0).forEach((server) => server.close());
    const resolver = new FakeResolver([LOOPBACK, LOOPBACK]);
    const one = fetcher(resolver);
    await expect(one.getJson(`http://client.example:${port}/a`)).rejects.toThrow('ECONNREFUSED');
    await expect(one.getJson(`http://client.example:${port}/b`)).rejects.toThrow('a moment ago');
    expect(resolver.asked).toHaveLength(1);
  });

  it('reports the fault when nothing listens', async () => {
    const port = await serve(json({}));
    servers.splice(0).forEach((server) => server.close());
    await expect(fetcher().getJson(`http://client.example:${port}/`)).rejects.toThrow(FetchFault);
  });
});
