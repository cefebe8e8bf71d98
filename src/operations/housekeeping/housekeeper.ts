import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SHORT_LIVED_KEPT } from '../../bounds/store-bounds.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { type Horizons, Housekeeping } from './housekeeping.js';

/** Retention of ended sign-ins and sessions: longer than any access token, and as long as the audit trail refers to them. */
const ENDED_KEPT = MILLISECONDS.day;
const KNOWN_NETWORKS_KEPT = 180 * MILLISECONDS.day;
const UNUSED_REGISTRATIONS_KEPT = 30 * MILLISECONDS.day;
const USAGE_COUNTS_KEPT = 400 * MILLISECONDS.day;

const INTERVAL_MS = MILLISECONDS.minute;
/** Delay before an unfinished sweep continues. */
const SOON_MS = 5000;

/** Removes expired rows about once a minute; the interval is jittered across nodes. */
@Injectable()
export class Housekeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Housekeeper.name);
  private readonly stop = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: Housekeeping,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(INTERVAL_MS);
  }

  /** A batch in progress ends by itself and is not awaited. */
  onModuleDestroy(): void {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  private schedule(delay: number): void {
    if (this.stop.signal.aborted) return;
    const jitter = 0.5 + Math.random();
    this.timer = setTimeout(() => void this.sweep(), delay * jitter).unref();
  }

  private async sweep(): Promise<void> {
    const horizons = horizonsOf(this.clock.now(), this.settings.auditRetentionDays);
    try {
      const { removed, unfinished } = await this.store.sweep(horizons, this.stop.signal);
      if (removed > 0) this.logger.debug(`removed ${String(removed)} rows past keeping`);
      this.schedule(unfinished ? SOON_MS : INTERVAL_MS);
    } catch (error) {
      if (!this.stop.signal.aborted) this.logger.warn(`housekeeping failed: ${String(error)}`);
      this.schedule(INTERVAL_MS);
    }
  }
}

export function horizonsOf(now: Date, auditRetentionDays: number): Horizons {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  return {
    now,
    ended: before(ENDED_KEPT),
    shortLived: before(SHORT_LIVED_KEPT),
    auditEvents: before(auditRetentionDays * MILLISECONDS.day),
    knownNetworks: before(KNOWN_NETWORKS_KEPT),
    usageCounts: before(USAGE_COUNTS_KEPT),
    unusedRegistrations: before(UNUSED_REGISTRATIONS_KEPT),
  };
}
