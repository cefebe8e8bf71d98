import { Injectable } from '@nestjs/common';
import { Remembered, sizeOfData } from '../../bounds/remembered.js';
import { Settings } from '../../config/settings.js';
import { Clock } from '../../clock/clock.js';
import { FetchFault } from '../../outgoing/fetch-fault.js';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import type { Occasion } from '../../outgoing/occasion.js';
import { isStated, readRegistration, type Registration } from '../../protocol/registration.js';
import { TooManyCalls } from '../../protocol/too-many.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { SectorIdentifiers } from './sector-identifiers.js';

/** Minimum and maximum milliseconds that a document is cached, for any caching headers. */
const SHORTEST = 5 * MILLISECONDS.minute;
const LONGEST = MILLISECONDS.day;
/** Milliseconds until a failed document is fetched again. */
const PAUSE = 10_000;
const REMEMBERED = 1000;
/** Authentication methods without a shared secret. */
const METHODS: readonly string[] = ['none', 'private_key_jwt'];

/** What a document says, and when it was read. */
export interface ReadDocument {
  said: Registration;
  at: Date;
}

/** What was read, or why it could not be. */
interface Held {
  until: number;
  read?: ReadDocument;
  fault?: unknown;
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

  private readonly underWay = new Map<string, Promise<ReadDocument>>();

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly sectors: SectorIdentifiers,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * @param occasion of the fetch, if there is one
   * @throws FetchFault or Refusal with the reason
   */
  async read(address: string, occasion: Occasion): Promise<ReadDocument> {
    const now = this.clock.now().getTime();
    const { until = 0, read, fault } = this.held.get(address) ?? {};
    if (until > now) {
      if (read === undefined) throw fault;
      return read;
    }
    try {
      return await (this.underWay.get(address) ?? this.begin(address, occasion));
    } catch (error) {
      // a reached bound says nothing about the document: the last known version counts, and other callers may still fetch it
      if (!(error instanceof TooManyCalls) || read === undefined || until + LONGEST < now) throw error;
      return read;
    }
  }

  private begin(address: string, occasion: Occasion): Promise<ReadDocument> {
    const reading = this.remember(address, occasion).finally(() => this.underWay.delete(address));
    this.underWay.set(address, reading);
    return reading;
  }

  /** A refused call takes no place: it would take that of a document which is known. */
  private async remember(address: string, occasion: Occasion): Promise<ReadDocument> {
    try {
      const { said, lifetime } = await this.fetch(address, occasion);
      const read = { said, at: this.clock.now() };
      this.held.set(address, { until: read.at.getTime() + lifetime, read, size: sizeOfData(said) });
      return read;
    } catch (fault) {
      if (!(fault instanceof TooManyCalls)) {
        this.held.set(address, { until: this.clock.now().getTime() + PAUSE, fault, size: 0 });
      }
      throw fault;
    }
  }

  private async fetch(address: string, occasion: Occasion): Promise<{ said: Registration; lifetime: number }> {
    const { json, cacheControl } = await this.fetcher.getDocument(address, occasion);
    const { client_id: own, client_secret: secret } = (json ?? {}) as Record<string, unknown>;
    if (own !== address) throw new FetchFault('names another client_id');
    if (isStated(secret)) throw new FetchFault('has a client_secret');
    const { redirectSchemes: schemes } = this.settings;
    const home = new URL(address).hostname;
    const said = readRegistration(json, { defaultMethod: 'none', schemes, published: true, home, had: [] });
    if (!METHODS.includes(said.tokenEndpointAuthMethod)) throw new FetchFault(`wants ${said.tokenEndpointAuthMethod}`);
    const { sector_identifier_uri: sector } = said.metadata;
    const fault = sector === undefined ? undefined : await this.sectors.faultOf(sector, said.redirectUris, occasion);
    if (fault !== undefined) throw new FetchFault(`is refused: ${fault.detail}`);
    return { said, lifetime: lifetimeOf(cacheControl) };
  }
}

/** RFC 9111 §5.2.2, within our own bounds. */
function lifetimeOf(cacheControl: string): number {
  const seconds = /(?:^|[ ,])max-age="?(\d{1,9})/i.exec(cacheControl)?.[1];
  if (/no-(?:store|cache)/i.test(cacheControl) || seconds === undefined) return SHORTEST;
  return Math.min(LONGEST, Math.max(SHORTEST, Number(seconds) * 1000));
}
