import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../clock/clock.js';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import { namedByApplication, placeOf } from '../../outgoing/occasion.js';
import type { Origin } from '../../protocol/origin.js';
import { Refusal } from '../../protocol/refusal.js';
import { TooManyCalls } from '../../protocol/too-many.js';
import type { Application } from '../stores/applications.js';

/** Fetches of one address in a row; one more is allowed every `PAUSE` milliseconds. */
const LOOKS = 10;
const PAUSE = 1000;
/** Milliseconds that a text counts without another look, where a bound of the calls is reached. */
const HELD = 60_000;
const REMEMBERED = 1000;
/** Characters of cached request objects. */
const MAX_SIZE = 8_000_000;

interface Published {
  text: Promise<string>;
  size: number;
  looks: number;
  lookedAt: number;
}

/**
 * Request objects that applications publish at addresses of their own. Only registered addresses are fetched: otherwise
 * a link could make this server call any address.
 * @see https://www.rfc-editor.org/rfc/rfc9101#section-5.2
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter
 */
@Injectable()
export class PublishedRequests {
  private readonly held = new LRUCache<string, Published>({
    max: REMEMBERED,
    maxSize: MAX_SIZE,
    sizeCalculation: ({ size }) => size,
  });

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly clock: Clock,
  ) {}

  /** The request object, unverified. @throws Refusal `invalid_request_uri`, TooManyCalls */
  async read(uri: string, application: Application, { address }: Origin): Promise<string> {
    const { clientId, metadata } = application;
    const registered = metadata.request_uris?.find((one) => withoutFragment(one) === withoutFragment(uri));
    if (registered === undefined) {
      throw new Refusal('invalid_request_uri', 'request_uri: is none that was pushed, and none of request_uris', {
        subject: { clientId },
      });
    }
    try {
      return await this.textAt(withoutFragment(registered), application, address);
    } catch (error) {
      if (error instanceof TooManyCalls) throw error;
      throw new Refusal('invalid_request_uri', 'request_uri: gives no request object', {
        // a caller without an account must not learn where an address leads
        detail: `the request_uri ${(error as Error).message}`,
        subject: { clientId },
      });
    }
  }

  /**
   * The published text; after many fetches in a row the cached text, at most one second old, and where no call is left for
   * the owner, or the network, at most a minute old.
   */
  private textAt(uri: string, application: Application, from: string): Promise<string> {
    const now = this.clock.now().getTime();
    const occasion = namedByApplication(application, from);
    const place = placeOf(uri, occasion);
    const held = this.held.get(place);
    const looks = held === undefined ? 0 : Math.max(0, held.looks - (now - held.lookedAt) / PAUSE);
    if (held !== undefined && looks > LOOKS - 1) return held.text;
    const text = this.fetcher.getText(uri, occasion).then((read) => read.trim());
    const published: Published = { text, size: 1000, looks: looks + 1, lookedAt: now };
    this.held.set(place, published);
    void text.then(
      ({ length }) => {
        // its size is set now; another fetch may have replaced it meanwhile
        if (this.held.peek(place) === published) this.held.set(place, { ...published, size: 1000 + length });
      },
      (error: unknown) => {
        // a reached bound does not mean that the address is bad
        if (!(error instanceof TooManyCalls) || this.held.peek(place) !== published) return;
        if (held === undefined) this.held.delete(place);
        else this.held.set(place, held);
      },
    );
    if (held === undefined || now - held.lookedAt >= HELD) return text;
    return text.catch((error: unknown) => {
      if (error instanceof TooManyCalls) return held.text;
      throw error;
    });
  }
}

/** OpenID Connect Core §6.2: the fragment distinguishes versions of the published text. */
function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/s, '');
}
