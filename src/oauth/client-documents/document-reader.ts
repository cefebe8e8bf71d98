import { Injectable } from '@nestjs/common';
import { Remembered, sizeOfData } from '../../bounds/remembered.js';
import { Settings } from '../../config/settings.js';
import { Clock } from '../../clock/clock.js';
import { FetchFault } from '../../outgoing/fetch-fault.js';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import { namedByUnknown } from '../../outgoing/occasion.js';
import { isStated, readRegistration, type Registration } from '../../protocol/registration.js';
import { TooManyCalls } from '../../protocol/too-many.js';
import { SectorIdentifiers } from './sector-identifiers.js';

const MINUTE = 60_000;
/** Minimum and maximum milliseconds that a document is cached, for any caching headers. */
const SHORTEST = 5 * MINUTE;
const LONGEST = 24 * 60 * MINUTE;
/** Milliseconds until a failed document is fetched again. */
const PAUSE = 10_000;
const REMEMBERED = 1000;
/** Authentication methods without a shared secret. */
const METHODS: readonly string[] = ['none', 'private_key_jwt'];

interface Held {
  until: number;
  said: Promise<Registration>;
  /** Bytes. */
  size: number;
}

/** Fetches, validates and caches the documents that describe clients. */
@Injectable()
export class DocumentReader {
  private readonly held = new Remembered<Held>({
    entries: REMEMBERED,
    bytes: REMEMBERED * 32_768,
    sizeOf: ({ size }) => size,
  });

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly sectors: SectorIdentifiers,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * @param from the client address of the request that names the document
   * @throws FetchFault or Refusal with the reason
   */
  read(address: string, from: string): Promise<Registration> {
    const now = this.clock.now().getTime();
    const known = this.held.get(address);
    if (known !== undefined && known.until > now) return known.said;
    const keep = (until: number, said: Registration) => {
      Object.assign(held, { until, size: sizeOfData(said) });
      this.held.set(address, held);
    };
    const held: Held = { until: now + PAUSE, size: 0, said: this.fetch(address, from, keep) };
    this.held.set(address, held);
    return held.said.catch((error: unknown) => {
      if (!(error instanceof TooManyCalls)) throw error;
      // a reached bound says nothing about the document: the last known version counts, and other callers may still fetch it
      if (this.held.get(address) === held) this.held.delete(address);
      if (known === undefined || known.until + LONGEST < now) throw error;
      this.held.set(address, known);
      return known.said;
    });
  }

  private async fetch(
    address: string,
    from: string,
    keep: (until: number, said: Registration) => void,
  ): Promise<Registration> {
    const occasion = namedByUnknown(from);
    const { json, cacheControl } = await this.fetcher.getDocument(address, occasion);
    const { client_id: own, client_secret: secret } = (json ?? {}) as Record<string, unknown>;
    if (own !== address) throw new FetchFault('names another client_id');
    if (isStated(secret)) throw new FetchFault('has a client_secret');
    const { redirectSchemes: schemes } = this.settings;
    const said = readRegistration(json, { defaultMethod: 'none', schemes, published: true });
    if (!METHODS.includes(said.tokenEndpointAuthMethod)) throw new FetchFault(`wants ${said.tokenEndpointAuthMethod}`);
    const { sector_identifier_uri: sector } = said.metadata;
    const fault = sector === undefined ? undefined : await this.sectors.faultOf(sector, said.redirectUris, occasion);
    if (fault !== undefined) throw new FetchFault(`is refused: ${fault.detail}`);
    keep(this.clock.now().getTime() + lifetimeOf(cacheControl), said);
    return said;
  }
}

/** RFC 9111 §5.2.2, within our own bounds. */
function lifetimeOf(cacheControl: string): number {
  const seconds = /(?:^|[ ,])max-age="?(\d{1,9})/i.exec(cacheControl)?.[1];
  if (/no-(?:store|cache)/i.test(cacheControl) || seconds === undefined) return SHORTEST;
  return Math.min(LONGEST, Math.max(SHORTEST, Number(seconds) * 1000));
}
