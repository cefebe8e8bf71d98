import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock/clock.js';
import { networkOf } from '../network/network.js';
import { TooManyCalls } from '../protocol/too-many.js';
import type { Occasion } from './occasion.js';
import { Slots } from './slots.js';

/** Calls in a row before they come one by one. */
interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** What requests of one network may set off, what of it may reach one target, and what all of them may. */
const RATES = {
  network: { burst: 60, perSecond: 1 },
  target: { burst: 120, perSecond: 2 },
  all: { burst: 600, perSecond: 10 },
} as const satisfies Record<string, Rate>;

/** At once, by the kind of the occasion: no kind takes the slots of another. Who delivers has an order of its own. */
const AT_ONCE = {
  unknown: { whose: 12, target: 4, all: 24 },
  registered: { whose: 8, target: 8, all: 24 },
  delivery: { whose: 24, target: 24, all: 24 },
} as const;

/** Seconds after which it is worth to ask again when every slot was taken. */
const BUSY = 5;
const REMEMBERED = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** How many calls may be set off, by whom and to where. A target is an address: names are a stranger's to make up. */
@Injectable()
export class CallBounds {
  private readonly buckets = new LRUCache<string, Bucket>({ max: REMEMBERED });
  private readonly slots = new Slots();

  constructor(private readonly clock: Clock) {}

  /** Counts a call that begins. @throws TooManyCalls */
  count({ counted }: Occasion): void {
    if (counted === undefined) return;
    this.take(`network ${counted}`, RATES.network);
    this.take('all', RATES.all);
  }

  /** All of a call. @throws TooManyCalls when no slot became free before the signal */
  call<T>({ kind, whose }: Occasion, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.within(`${kind} of ${whose}`, AT_ONCE[kind].whose, signal, work);
  }

  /** Its look-up. */
  lookUp<T>({ kind }: Occasion, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.within(`${kind} look-ups`, AT_ONCE[kind].all, signal, work);
  }

  /** What is said with an address. A target that never answers holds no more than its own slots. */
  reach<T>(address: string, { kind, counted }: Occasion, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const target = networkOf(address);
    if (counted !== undefined) this.take(`target ${target}`, RATES.target);
    const { target: toTarget, all } = AT_ONCE[kind];
    return this.within(`${kind} to ${target}`, toTarget, signal, () => this.within(kind, all, signal, work));
  }

  private async within<T>(key: string, atOnce: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const isFree = await this.slots.take(key, atOnce, signal);
    if (!isFree) throw new TooManyCalls(BUSY, `too many calls at once: ${key}`);
    try {
      return await work();
    } finally {
      this.slots.release(key);
    }
  }

  private take(key: string, { burst, perSecond }: Rate): void {
    const now = this.clock.now().getTime();
    const { left, at } = this.buckets.get(key) ?? { left: burst, at: now };
    const filled = Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond);
    if (filled < 1) throw new TooManyCalls(Math.ceil((1 - filled) / perSecond), `too many calls: ${key}`);
    this.buckets.set(key, { left: filled - 1, at: now });
  }
}
