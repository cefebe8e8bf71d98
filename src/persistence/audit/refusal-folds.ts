import { Injectable } from '@nestjs/common';
import { foldedRefusals } from '../../bounds/bound-metrics.js';
import { StoreBounds } from '../../bounds/store-bounds.js';
import type { Alike, AuditEvent } from '../../protocol/audit-event.js';
import { MILLISECONDS } from '../../protocol/durations.js';

/** Refusals of a kind that are kept whole in a minute. */
const EXAMPLES = 20;
/** Counters begun per minute, of one network and in all; above that, refusals are counted by reason alone. */
const MOST_FOLDS_OF_NETWORK = 20;
const MOST_FOLDS = 200;

/** Refusals of one minute that are counted and not kept. */
export interface Fold {
  event: AuditEvent;
  count: number;
}

/**
 * Decides which refusals the audit trail keeps whole. Of requests without a proved credential: the first of a kind in
 * each minute, as long as their network and all together have room in the day's; of the others: all, as long as their
 * account has room in the day's. The rest is counted.
 */
@Injectable()
export class RefusalFolds {
  private minute = 0;
  private readonly kept = new Map<string, number>();
  private readonly folds = new Map<string, Fold>();
  private readonly foldsOf = new Map<string, number>();

  constructor(private readonly bounds: StoreBounds) {}

  /** Undefined: it is kept whole; otherwise what it was counted in. */
  foldOf(alike: Alike, bytes: number, now: Date): Fold | undefined {
    this.turnTo(Math.floor(now.getTime() / MILLISECONDS.minute));
    const kind = JSON.stringify([alike.network, alike.clientId, alike.reason, alike.provedBy]);
    if (this.keeps(kind, alike, bytes, now)) return undefined;
    const fold = this.folds.get(kind) ?? this.begin(kind, alike);
    fold.count++;
    foldedRefusals.inc();
    return fold;
  }

  private keeps(kind: string, { network, provedBy }: Alike, bytes: number, now: Date): boolean {
    if (this.folds.has(kind)) return false;
    const row = { bytes, until: new Date(now.getTime() + MILLISECONDS.day) };
    if (provedBy !== null) return this.bounds.take('proved_refusals', provedBy, row) === undefined;
    const kept = this.kept.get(kind) ?? 0;
    if (kept >= EXAMPLES || this.bounds.take('refusals', network, row) !== undefined) return false;
    this.kept.set(kind, kept + 1);
    return true;
  }

  private begin(kind: string, alike: Alike): Fold {
    const ofNetwork = this.foldsOf.get(alike.network) ?? 0;
    if (ofNetwork < MOST_FOLDS_OF_NETWORK && this.folds.size < MOST_FOLDS) {
      this.foldsOf.set(alike.network, ofNetwork + 1);
      return this.hold(kind, alike, `from ${alike.network}`, alike.network);
    }
    const { reason } = alike;
    return this.folds.get(reason) ?? this.hold(reason, { ...alike, clientId: null }, 'from many networks', null);
  }

  private hold(key: string, { clientId, reason }: Alike, where: string, network: string | null): Fold {
    const event: AuditEvent = {
      action: 'refusal.fold',
      outcome: 'refused',
      actor: { type: 'anonymous', id: null },
      clientId,
      address: network?.replace(/\/64$/, '') ?? null,
      requestId: null,
      reason: `${reason}: more of the same within a minute, ${where}`,
      details: { network },
    };
    const fold = { event, count: 0 };
    this.folds.set(key, fold);
    return fold;
  }

  private turnTo(minute: number): void {
    if (minute === this.minute) return;
    this.minute = minute;
    for (const map of [this.kept, this.folds, this.foldsOf]) map.clear();
  }
}
