import { LRUCache } from 'lru-cache';
import type { LogoutDelivery, SlotsTaken } from './logout-deliveries.js';

/** Concurrent deliveries of this process: in all, and for one application, one owner and one host. */
export const AT_ONCE = { all: 24, application: 4, owner: 8, host: 4 } as const;
/** Consecutive unreachable deliveries after which a host is paused. */
const FAILURES = 3;
/** Milliseconds of the first pause and of the longest; each is twice the one before. */
const FIRST_REST = 30_000;
const LONGEST_REST = 600_000;
const REMEMBERED = 5000;

interface Circuit {
  failures: number;
  restsUntil: number;
}

/** The outcome of a delivery: the host answered, with any status; it did not answer; or nothing was sent. */
export type Outcome = 'answered' | 'silent' | 'unsent';

/** The deliveries in progress and the paused hosts, which are tried one delivery at a time. */
export class DeliverySlots {
  private readonly inUse = {
    application: new Map<string, number>(),
    owner: new Map<string, number>(),
    host: new Map<string, number>(),
  };
  private readonly circuits = new LRUCache<string, Circuit>({ max: REMEMBERED });
  private count = 0;

  get free(): number {
    return AT_ONCE.all - this.count;
  }

  /** Slots that are taken, including those of paused hosts. */
  taken(now: Date): SlotsTaken {
    const { application, owner, host } = this.inUse;
    const hosts = new Map(host);
    for (const [name, { failures, restsUntil }] of this.circuits.entries()) {
      if (failures < FAILURES) continue;
      const isTried = restsUntil <= now.getTime() && !host.has(name);
      hosts.set(name, isTried ? AT_ONCE.host - 1 : AT_ONCE.host);
    }
    return {
      application: Object.fromEntries(application),
      owner: Object.fromEntries(owner),
      host: Object.fromEntries(hosts),
    };
  }

  rests({ host }: LogoutDelivery, now: Date): boolean {
    const { failures = 0, restsUntil = 0 } = this.circuits.get(host) ?? {};
    return failures >= FAILURES && restsUntil > now.getTime();
  }

  begin(delivery: LogoutDelivery): void {
    this.add(delivery, 1);
  }

  end(delivery: LogoutDelivery, outcome: Outcome, now: Date): void {
    this.add(delivery, -1);
    if (outcome === 'answered') this.circuits.delete(delivery.host);
    if (outcome !== 'silent') return;
    const failures = (this.circuits.get(delivery.host)?.failures ?? 0) + 1;
    const rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.max(0, failures - FAILURES));
    this.circuits.set(delivery.host, { failures, restsUntil: now.getTime() + rest });
  }

  private add({ applicationId, ownerId, host }: LogoutDelivery, n: 1 | -1): void {
    this.count += n;
    for (const [counts, key] of [
      [this.inUse.application, applicationId],
      [this.inUse.owner, ownerId],
      [this.inUse.host, host],
    ] as const) {
      const count = (counts.get(key) ?? 0) + n;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  }
}
