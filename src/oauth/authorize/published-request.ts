import { Injectable } from '@nestjs/common';
import { Remembered } from '../../bounds/remembered.js';
import { Clock } from '../../clock/clock.js';
import { GuardedFetcher } from '../../outgoing/guarded-fetcher.js';
import { namedByApplication, type Occasion, placeOf } from '../../outgoing/occasion.js';
import type { Origin } from '../../protocol/origin.js';
import { Refusal } from '../../protocol/refusal.js';
import { TooManyCalls } from '../../protocol/too-many.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import type { Application } from '../stores/applications.js';

/** Fetches of one address in a row; one more is allowed every `PAUSE` milliseconds. */
const LOOKS = 10;
const PAUSE = 1000;
/** Milliseconds that a text counts without another look, where a bound of the calls is reached. */
const HELD = MILLISECONDS.minute;
const REMEMBERED = 1000;
/** Bytes of cached request objects. */
const MAX_SIZE = 16_000_000;

interface Published {
  /** What the latest look found that no bound refused. */
  found: { text: string } | { fault: unknown } | undefined;
  /** When that look began. */
  readAt: number;
  /** The latest look, while it is under way. */
  pending: Promise<string> | undefined;
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
  private readonly held = new Remembered<Published>({
    entries: REMEMBERED,
    bytes: MAX_SIZE,
    sizeOf: ({ found }) => 2 * (textOf(found)?.length ?? 0),
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
  private async textAt(uri: string, application: Application, from: string): Promise<string> {
    const now = this.clock.now().getTime();
    const occasion = namedByApplication(application, from);
    const place = placeOf(uri, occasion);
    const one = this.held.get(place) ?? { ...UNREAD, lookedAt: now };
    const looks = Math.max(0, one.looks - (now - one.lookedAt) / PAUSE);
    try {
      if (looks > LOOKS - 1 && one.pending !== undefined) return await one.pending;
      if (looks > LOOKS - 1 && one.found !== undefined) return said(one.found);
      Object.assign(one, { looks: looks + 1, lookedAt: now });
      return await this.begin(place, one, () => this.look(uri, one, occasion, now));
    } catch (error) {
      // a reached bound does not mean that the address is bad
      const text = textOf(one.found);
      if (!(error instanceof TooManyCalls) || text === undefined || now - one.readAt >= HELD) throw error;
      return text;
    }
  }

  private begin(place: string, one: Published, look: () => Promise<string>): Promise<string> {
    const pending = look().finally(() => {
      if (one.pending === pending) one.pending = undefined;
      if (this.held.get(place) !== one) return;
      // a refused call takes no place; of others the size is known now
      if (one.found === undefined && one.looks === 0) this.held.delete(place);
      else this.held.set(place, one);
    });
    one.pending = pending;
    this.held.set(place, one);
    return pending;
  }

  private async look(uri: string, one: Published, occasion: Occasion, now: number): Promise<string> {
    let found: Published['found'];
    try {
      found = { text: (await this.fetcher.getText(uri, occasion)).trim() };
    } catch (fault) {
      if (fault instanceof TooManyCalls) {
        one.looks = Math.max(0, one.looks - 1);
        throw fault;
      }
      found = { fault };
    }
    // an earlier look may end after a later one
    if (now >= one.readAt) Object.assign(one, { found, readAt: now });
    return said(found);
  }
}

const UNREAD = { found: undefined, readAt: -Infinity, pending: undefined, looks: 0 } as const;

function textOf(found: Published['found']): string | undefined {
  return found !== undefined && 'text' in found ? found.text : undefined;
}

function said(found: NonNullable<Published['found']>): string {
  if ('fault' in found) throw found.fault;
  return found.text;
}

/** OpenID Connect Core §6.2: the fragment distinguishes versions of the published text. */
function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/s, '');
}
