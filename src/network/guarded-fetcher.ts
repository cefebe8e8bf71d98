import { Injectable } from '@nestjs/common';
import { type IncomingMessage, request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Settings } from '../config/settings.js';
import { NameResolver } from './name-resolver.js';
import { parseAddress } from './network.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** Milliseconds, from the name's look-up to the last byte. */
const TIME_LIMIT = 5000;
const SIZE_LIMIT = 65_536;
const MAX_URL = 2048;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/** Why an address was not fetched, or its answer not taken. For logs and owners; it may name internal addresses. */
export class FetchFault extends Error {}

interface Message {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number;
  contentType: string;
  cacheControl: string;
  body: Buffer;
}

/**
 * The one way this server calls an address that somebody named. The name is resolved once and the connection pinned
 * to what was checked; private, loopback, link-local and other special addresses are refused unless
 * `FETCH_ALLOW_NETWORKS` names them; redirects are not followed; time and size are bounded.
 */
@Injectable()
export class GuardedFetcher {
  constructor(
    private readonly settings: Settings,
    private readonly resolver: NameResolver,
  ) {}

  /** The JSON document at an address. @throws FetchFault */
  async getJson(url: string): Promise<unknown> {
    return (await this.getDocument(url)).json;
  }

  /** The same, with what its server says about caching. @throws FetchFault */
  async getDocument(url: string): Promise<{ json: unknown; cacheControl: string }> {
    const { status, contentType, cacheControl, body } = await this.send(url, {
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    if (status !== 200) throw new FetchFault(`answered ${String(status)}`);
    if (!JSON_TYPE.test(contentType)) throw new FetchFault(`answered with ${contentType || 'no content type'}`);
    try {
      return { json: JSON.parse(body.toString('utf8')), cacheControl };
    } catch (cause) {
      throw new FetchFault('answered with something that is no JSON', { cause });
    }
  }

  /** What stands at an address, as text. @throws FetchFault */
  async getText(url: string): Promise<string> {
    const { status, body } = await this.send(url, { method: 'GET', headers: { accept: '*/*' } });
    if (status !== 200) throw new FetchFault(`answered ${String(status)}`);
    return body.toString('utf8');
  }

  /** Posts a form; the status of the answer. @throws FetchFault */
  postForm(url: string, form: Record<string, string>): Promise<number> {
    return this.post(url, 'application/x-www-form-urlencoded', new URLSearchParams(form).toString());
  }

  /** Posts a signed token as such; the status of the answer. @throws FetchFault */
  postJwt(url: string, jwt: string): Promise<number> {
    return this.post(url, 'application/jwt', jwt);
  }

  private async post(url: string, contentType: string, body: string): Promise<number> {
    const { status } = await this.send(url, { method: 'POST', headers: { 'content-type': contentType }, body });
    return status;
  }

  private async send(address: string, message: Message): Promise<Answer> {
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(new FetchFault('took longer than 5 seconds')), TIME_LIMIT);
    try {
      const url = parse(address);
      const pinned = await before(clock.signal, this.pin(url));
      return await exchange(url, pinned, message, clock.signal);
    } catch (error) {
      if (error instanceof FetchFault) throw error;
      const { message: reason } = error as Error;
      throw new FetchFault(clock.signal.aborted ? 'took longer than 5 seconds' : reason, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The address to connect to. Every address of the name must be allowed: which one is tried must not matter. */
  private async pin(url: URL): Promise<string> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) > 0 ? [host] : await this.resolver.addressesOf(host);
    const [first] = addresses;
    if (first === undefined) throw new FetchFault('has no address');
    for (const address of addresses) this.check(url, address);
    return first;
  }

  private check(url: URL, text: string): void {
    const address = parseAddress(text);
    const isNamed = this.settings.fetchAllowNetworks.some((network) => network.contains(address));
    if (!isNamed && !isPublicAddress(address)) {
      throw new FetchFault(`leads to ${text}, which FETCH_ALLOW_NETWORKS does not name`);
    }
    if (url.protocol === 'http:' && !isLoopbackAddress(address)) throw new FetchFault('is not https');
  }
}

function parse(address: string): URL {
  if (address.length > MAX_URL || !URL.canParse(address)) throw new FetchFault('is not a URL');
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new FetchFault('is not https');
  if (url.username !== '' || url.password !== '') throw new FetchFault('carries a user name or password');
  return url;
}

function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

function exchange(url: URL, pinned: string, { method, headers, body }: Message, signal: AbortSignal): Promise<Answer> {
  const lookup: LookupFunction = (_name, options, done) => {
    const family = isIP(pinned);
    if (options.all === true) done(null, [{ address: pinned, family }]);
    else done(null, pinned, family);
  };
  const options: RequestOptions = {
    method,
    // no agent: a connection is used once, so none can be pinned to what another name resolved to
    agent: false,
    lookup,
    signal,
    headers: {
      'user-agent': 'Latchkey',
      'accept-encoding': 'identity',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      // of a POST's answer only the status counts
      const taken = method === 'GET' ? read(response) : Promise.resolve(headOf(response));
      taken.then(resolve, reject).finally(() => request.destroy());
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new FetchFault('is compressed, though nobody asked');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > SIZE_LIMIT) throw new FetchFault('is longer than 64 kB');
    chunks.push(chunk);
  }
  return { ...headOf(response), body: Buffer.concat(chunks) };
}

function headOf({ statusCode = 0, headers }: IncomingMessage): Answer {
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    cacheControl: headers['cache-control'] ?? '',
    body: Buffer.alloc(0),
  };
}
