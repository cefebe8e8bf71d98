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

/**
 * Calls that requests of one network, or for one document, may cause, those that may reach one target, and those of all;
 * and those to what one account, or all its applications, registered.
 */
const RATES = {
  network: { burst: 60, perSecond: 1 },
  document: { burst: 60, perSecond: 1 },
  /** A quarter of all. */
  documentsOfNetwork: { burst: 150, perSecond: 2.5 },
  target: { burst: 120, perSecond: 2 },
  all: { burst: 600, perSecond: 10 },
  /** The keys of some thousand applications are read again in time. */
  payer: { burst: 600, perSecond: 10 },
} as const satisfies Record<string, Rate>;

/** Concurrent calls by the kind of the occasion: no kind takes the slots of another. Deliveries are scheduled elsewhere. */
const AT_ONCE = {
  unknown: { caller: 12, target: 4, all: 24 },
  allowed: { caller: 12, target: 4, all: 24 },
  registered: { caller: 8, target: 8, all: 24 },
  delivery: { caller: 24, target: 24, all: 24 },
} as const;

/** Seconds until a retry is useful when every slot was taken. */
export const BUSY = 5;
const REMEMBERED = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** Bounds the calls by caller and by target. A target is an address, because an attacker can invent any number of names. */
@Injectable()
export class CallBounds {
  private readonly buckets = new LRUCache<string, Bucket>({ max: REMEMBERED });
  private readonly slots = new Slots();

  constructor(private readonly clock: Clock) {}

  /** Counts a call that begins. @throws TooManyCalls */
  count({ kind, counted, document, payer }: Occasion): void {
    const ofNetwork = document === undefined ? RATES.network : RATES.documentsOfNetwork;
    this.take({
      ...(counted !== undefined && { [`${shareOf(kind)} of ${counted}`]: ofNetwork }),
      ...(document !== undefined && { [`${shareOf(kind)} for ${document}`]: RATES.document }),
      ...(payer !== undefined && { [`calls for ${payer}`]: RATES.payer }),
    });
  }

  /** The whole call. @throws TooManyCalls when no slot became free before the signal */
  call<T>({ kind, caller }: Occasion, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.within(`${kind} of ${caller}`, AT_ONCE[kind].caller, signal, work);
  }

  /** The look-up of the name. */
  lookUp<T>({ kind }: Occasion, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.within(`${kind} look-ups`, AT_ONCE[kind].all, signal, work);
  }

  /** The exchange with an address. A target that never answers, or has no room, takes nothing from others. */
  reach<T>(address: string, { kind, counted }: Occasion, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const target = networkOf(address);
    if (counted !== undefined) {
      this.take({ [`${shareOf(kind)} to ${target}`]: RATES.target, [`${shareOf(kind)} of all`]: RATES.all });
    }
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

  /** Takes one from each, or from none. */
  private take(rates: Record<string, Rate>): void {
    const now = this.clock.now().getTime();
    const filled = Object.entries(rates).map(([key, rate]) => ({ key, left: this.filled(key, rate, now), ...rate }));
    for (const { key, left, perSecond } of filled) {
      if (left < 1) throw new TooManyCalls(Math.ceil((1 - left) / perSecond), `too many calls: ${key}`);
    }
    for (const { key, left } of filled) this.buckets.set(key, { left: left - 1, at: now });
  }

  private filled(key: string, { burst, perSecond }: Rate, now: number): number {
    const { left, at } = this.buckets.get(key) ?? { left: burst, at: now };
    return Math.min(burst, left + (Math.max(0, now - at) / 1000) * perSecond);
  }
}

/** What requests for unknown addresses spend is none of those for documents that people have allowed. */
function shareOf(kind: Occasion['kind']): string {
  return kind === 'allowed' ? 'allowed calls' : 'calls';
}
