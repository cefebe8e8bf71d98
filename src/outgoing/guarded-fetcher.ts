import { Injectable } from '@nestjs/common';
import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import { Settings } from '../config/settings.js';
import { parseAddress } from '../network/network.js';
import { isLoopbackAddress, isPublicAddress } from '../network/public-address.js';
import { Refusal } from '../protocol/refusal.js';
import { TooManyCalls } from '../protocol/too-many.js';
import { sha256 } from '../secrets/secrets.js';
import { BUSY, CallBounds } from './call-bounds.js';
import { CallTime } from './call-time.js';
import { type Answer, exchange, type Message } from './exchange.js';
import { FetchFault, Unreachable } from './fetch-fault.js';
import { NameResolver } from './name-resolver.js';
import type { Occasion } from './occasion.js';

/** Milliseconds until a host that could not be reached is tried again. */
const PAUSE = 10_000;
const REMEMBERED = 5000;
const MAX_URL = 2048;
const WEB_PORT = 443;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i;

/**
 * Calls addresses that applications name. The name is resolved once and the connection pinned to the checked address;
 * private, loopback, link-local and other special addresses are refused unless `FETCH_ALLOW_NETWORKS` names them;
 * redirects are not followed; time, size and the number of calls are bounded. Every method throws FetchFault, or
 * TooManyCalls at a bound.
 */
@Injectable()
export class GuardedFetcher {
  private readonly unreachable = new LRUCache<string, string>({ max: REMEMBERED, ttl: PAUSE });

  constructor(
    private readonly settings: Settings,
    private readonly resolver: NameResolver,
    private readonly bounds: CallBounds,
  ) {}

  /** The JSON document at an address. */
  async getJson(url: string, occasion: Occasion): Promise<unknown> {
    return (await this.getDocument(url, occasion)).json;
  }

  /** As `getJson`, with the caching that its server asks for. */
  async getDocument(url: string, occasion: Occasion): Promise<{ json: unknown; cacheControl: string }> {
    const message = { method: 'GET', headers: { accept: 'application/json' } } as const;
    const { status, contentType, cacheControl, body } = await this.send(url, message, occasion);
    if (status !== 200) throw new FetchFault(`answered ${String(status)}`);
    if (!JSON_TYPE.test(contentType)) throw new FetchFault(`answered with ${contentType || 'no content type'}`);
    try {
      return { json: JSON.parse(body.toString('utf8')), cacheControl };
    } catch (cause) {
      throw new FetchFault('answered with something that is no JSON', { cause });
    }
  }

  /** The text at an address. */
  async getText(url: string, occasion: Occasion): Promise<string> {
    const { status, body } = await this.send(url, { method: 'GET', headers: { accept: '*/*' } }, occasion);
    if (status !== 200) throw new FetchFault(`answered ${String(status)}`);
    return body.toString('utf8');
  }

  /** Posts a form; the status of the answer. */
  async postForm(url: string, form: Record<string, string>, occasion: Occasion): Promise<number> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    return (await this.send(url, { method: 'POST', headers, body }, occasion)).status;
  }

  private async send(address: string, message: Message, occasion: Occasion): Promise<Answer> {
    const url = parse(address);
    const host = sha256(url.host).toString('base64');
    const failed = occasion.kind === 'delivery' ? undefined : this.unreachable.get(host);
    if (failed !== undefined) throw new FetchFault(`could not be reached a moment ago: ${failed}`);
    this.bounds.count(occasion);
    const time = new CallTime();
    try {
      return await this.bounds.call(occasion, time.signal, () => this.call(url, message, occasion, time));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      // others kept the slots: that says nothing about the host
      if (time.wentByWaiting) throw new TooManyCalls(BUSY, 'the time of the call went by in waits for slots');
      if (error instanceof Unreachable && !time.leftTheHostLittle) this.unreachable.set(host, error.message);
      throw error instanceof FetchFault ? error : new FetchFault((error as Error).message, { cause: error });
    } finally {
      time.stop();
    }
  }

  private async call(url: URL, message: Message, occasion: Occasion, time: CallTime): Promise<Answer> {
    const { signal } = time;
    const lookUp = () => time.spend('look-up', () => before(signal, this.pin(url, occasion)));
    const pinned = await this.bounds.lookUp(occasion, signal, lookUp);
    const send = () => time.spend('exchange', () => exchange(url, pinned, message, signal));
    return this.bounds.reach(pinned, occasion, signal, send);
  }

  /** The address to connect to. Every address of the name must be allowed, whichever one is used. */
  private async pin(url: URL, occasion: Occasion): Promise<string> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) > 0 ? [host] : await this.resolver.addressesOf(host);
    const [first] = addresses;
    if (first === undefined) throw new FetchFault('has no address');
    for (const address of addresses) this.check(url, address, occasion);
    return first;
  }

  private check(url: URL, text: string, { webPortsOnly }: Occasion): void {
    const address = parseAddress(text);
    const isNamed = this.settings.fetchAllowNetworks.some((network) => network.contains(address));
    if (!isNamed && !isPublicAddress(address)) {
      throw new FetchFault(`leads to ${text}, which FETCH_ALLOW_NETWORKS does not name`);
    }
    if (url.protocol === 'http:' && !isLoopbackAddress(address)) throw new FetchFault('is not https');
    const port = Number(url.port || WEB_PORT);
    if (webPortsOnly && !isNamed && port !== WEB_PORT && !this.settings.fetchAllowPorts.includes(port)) {
      throw new FetchFault(`is at port ${String(port)}, which FETCH_ALLOW_PORTS does not name`);
    }
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
