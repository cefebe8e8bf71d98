import { Injectable } from '@nestjs/common';
import type { AuditEvent } from '../audit/audit-event.js';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { KeyRing, type SigningAlgorithm, type SigningKey } from '../oauth/tokens/key-ring.js';
import { MAX_ACCESS_TOKEN_TTL } from '../oauth/tokens/lifetimes.js';
import { newSigningKey } from './new-signing-key.js';
import { SigningKeyStore } from './signing-key-store.js';

/** Seconds a key is published before it signs: twice what verifiers may keep the old list. */
export const PUBLISHED_AHEAD = 600;
const DAY = 86_400_000;

const BY_SYSTEM = {
  action: 'signing-key.create',
  outcome: 'success',
  actor: { type: 'system', id: null },
  address: null,
  requestId: null,
} as const satisfies AuditEvent;

/**
 * Keeps the key ring in step with the store, and rotates: the next key is published before it signs, the old one
 * stays published until its last token has expired.
 */
@Injectable()
export class KeyKeeper {
  private reading = Promise.resolve();

  constructor(
    private readonly store: SigningKeyStore,
    private readonly ring: KeyRing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Reads the keys; the very first one is made here, and signs at once because nobody knows another. */
  async load(): Promise<void> {
    const alg = this.settings.signingAlg;
    this.store.onChange(() => void this.reload().catch(() => undefined));
    await this.reload();
    if (this.ring.current(alg, this.clock.now()) !== undefined) return;
    const fresh = await newSigningKey(alg, this.clock.now());
    await this.store.add(
      alg,
      (existing) => (existing.some((key) => key.retiredAt === null) ? undefined : fresh),
      BY_SYSTEM,
    );
    await this.reload();
  }

  /** One reading after the other, so that an older list never replaces a newer one. */
  private reload(): Promise<void> {
    const reading = this.reading.catch(() => undefined).then(async () => this.ring.replace(await this.store.all()));
    this.reading = reading;
    return reading;
  }

  /** Publishes the next key if the present one is due, and lets go of those that are done. Run now and then. */
  async tend(): Promise<void> {
    const now = this.clock.now();
    const due = new Date(now.getTime() - this.settings.signingKeyRotationDays * DAY + PUBLISHED_AHEAD * 1000);
    await this.publishNext(this.settings.signingAlg, (newest) => newest.signsFrom <= due, BY_SYSTEM);
    for (const key of await this.store.all()) await this.letGo(key, now);
    await this.reload();
  }

  /** Publishes the next key now; it signs once every verifier can know it. */
  async rotate(event: AuditEvent): Promise<SigningKey | undefined> {
    const now = this.clock.now();
    const next = await this.publishNext(this.settings.signingAlg, (newest) => newest.signsFrom <= now, event);
    await this.reload();
    return next;
  }

  private async publishNext(alg: SigningAlgorithm, isDue: (newest: SigningKey) => boolean, event: AuditEvent) {
    const next = await newSigningKey(alg, new Date(this.clock.now().getTime() + PUBLISHED_AHEAD * 1000));
    const plan = (existing: SigningKey[]) => {
      const newest = existing.reduce<SigningKey | undefined>(
        (a, b) => (a && a.signsFrom > b.signsFrom ? a : b),
        undefined,
      );
      return newest === undefined || isDue(newest) ? next : undefined;
    };
    return this.store.add(alg, plan, event);
  }

  private async letGo(key: SigningKey, now: Date): Promise<void> {
    const current = this.ring.current(key.alg, now);
    if (current === undefined || current.kid === key.kid) return;
    if (key.retiredAt === null) {
      if (key.signsFrom < current.signsFrom) await this.store.retire(key.kid, now);
    } else if (key.retiredAt.getTime() + MAX_ACCESS_TOKEN_TTL * 1000 < now.getTime()) {
      await this.store.remove(key.kid, undefined);
    }
  }
}
