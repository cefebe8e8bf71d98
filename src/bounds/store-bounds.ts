import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Settings } from '../config/settings.js';
import { TooManyRequests } from '../protocol/too-many.js';
import { MILLISECONDS } from '../protocol/durations.js';
import { refusedRows, storedBytes, storedRows } from './bound-metrics.js';
import { Ledger } from './ledger.js';
import { Remembered } from './remembered.js';

/**
 * Milliseconds that a device code or a pushed request is kept after its expiry: a device that polls late receives
 * `expired_token` and not `invalid_grant`, and a person who opened a pushed request in time can finish it.
 */
export const SHORT_LIVED_KEPT = 10 * MILLISECONDS.minute;

/** The kinds of rows that requests cause: their longest lifetime in milliseconds and their average size. */
const KINDS = {
  pushed_requests: { longest: 11 * MILLISECONDS.minute, bytesPerRow: 2048 },
  kept_requests: { longest: MILLISECONDS.hour, bytesPerRow: 4096 },
  device_codes: { longest: 20 * MILLISECONDS.minute, bytesPerRow: 1024 },
  used_assertions: { longest: 61 * MILLISECONDS.minute, bytesPerRow: 256 },
  registrations: { longest: MILLISECONDS.day, bytesPerRow: 4096 },
  refusals: { longest: MILLISECONDS.day, bytesPerRow: 2048 },
  proved_refusals: { longest: MILLISECONDS.day, bytesPerRow: 2048 },
  member_writes: { longest: MILLISECONDS.day, bytesPerRow: 1024 },
  client_writes: { longest: MILLISECONDS.day, bytesPerRow: 1024 },
  mails: { longest: MILLISECONDS.hour, bytesPerRow: 1024 },
  revoked_tokens: { longest: MILLISECONDS.day, bytesPerRow: 512 },
  token_revocations: { longest: MILLISECONDS.day, bytesPerRow: 512 },
} as const;

export type StoredKind = keyof typeof KINDS;

/** Callers of a kind that are counted separately: those of the latest calls. All others count only in the total. */
const MOST_CALLERS = 5000;

export interface NewRow {
  bytes: number;
  /** When the row is removed. */
  until: Date;
}

/** The caller that a row counts for: a network, an account, or an application together with the account that owns it. */
export type Payer = string | { application: string; owner: string };

/** One row, as it counts for one caller. */
export interface Charge {
  kind: StoredKind;
  caller: Payer;
  row: NewRow;
}

interface Limit {
  rows: number;
  bytes: number;
}

/** A bound that a row counts under. */
interface Share {
  bound: 'caller' | 'owner' | 'all';
  /** Null: all callers together. */
  name: string | null;
  limit: Limit;
  ledger: Ledger;
}

interface Count {
  perCaller: Limit;
  /** For all applications of one owner: a quarter of `inAll`, or `perCaller` where that is more. Other owners keep their room. */
  perOwner: Limit;
  inAll: Limit;
  all: Ledger;
  callers: Remembered<Ledger>;
}

/**
 * Bounds how many rows, and how many bytes, are stored at once for one caller and for all. A caller is a network (an IPv4
 * address or an IPv6 /64), an account, or an authenticated application, whose rows count for its owner, too.
 */
@Injectable()
export class StoreBounds {
  private readonly counts: Record<StoredKind, Count>;

  constructor(
    settings: Settings,
    private readonly clock: Clock,
  ) {
    const count = (kind: StoredKind, perCaller: number, inAll: number): Count => {
      const { longest, bytesPerRow } = KINDS[kind];
      const limit = (rows: number) => ({ rows, bytes: rows * bytesPerRow });
      const callers = new Remembered<Ledger>({ entries: MOST_CALLERS, bytes: MOST_CALLERS * 2048 });
      const perOwner = limit(Math.max(perCaller, Math.floor(inAll / 4)));
      return { perCaller: limit(perCaller), perOwner, inAll: limit(inAll), all: new Ledger(longest), callers };
    };
    this.counts = {
      pushed_requests: count('pushed_requests', settings.pushedRequestsPerNetwork, settings.pushedRequests),
      kept_requests: count('kept_requests', settings.pushedRequestsPerNetwork, settings.pushedRequests),
      device_codes: count('device_codes', settings.deviceCodesPerNetwork, settings.deviceCodes),
      used_assertions: count('used_assertions', settings.usedAssertionsPerNetwork, settings.usedAssertions),
      registrations: count('registrations', settings.registrations, settings.registrations),
      refusals: count('refusals', settings.refusalsPerNetwork, settings.refusals),
      // no total: an authenticated caller does not wait for others
      proved_refusals: count('proved_refusals', settings.refusalsPerAccount, Infinity),
      member_writes: count('member_writes', settings.writesPerMember, Infinity),
      client_writes: count('client_writes', settings.clientWritesPerNetwork, settings.clientWrites),
      mails: count('mails', settings.mailsPerNetwork, settings.mails),
      revoked_tokens: count('revoked_tokens', settings.revokedTokensPerApplication, Infinity),
      token_revocations: count('token_revocations', settings.revokedTokensPerAccount, settings.revokedTokens),
    };
  }

  /** Counts a row. @throws TooManyRequests when the caller, its owner or all together are at their bound */
  enforce(kind: StoredKind, caller: Payer, row: NewRow): void {
    this.enforceAll([{ kind, caller, row }]);
  }

  /** Counts several rows, or none if one has no room. @throws TooManyRequests */
  enforceAll(charges: readonly Charge[]): void {
    for (const charge of charges) {
      const wait = this.waitFor(charge);
      if (wait === undefined) continue;
      const { kind, caller } = charge;
      const name = typeof caller === 'string' ? caller : `${caller.application}, ${caller.owner}`;
      throw new TooManyRequests(wait, `too many ${kind} are kept for ${name}`);
    }
    for (const charge of charges) this.add(charge);
  }

  /** Counts a row if the bound allows it; otherwise returns the seconds until it may. */
  take(kind: StoredKind, caller: string, row: NewRow): number | undefined {
    const wait = this.waitFor({ kind, caller, row });
    if (wait === undefined) this.add({ kind, caller, row });
    return wait;
  }

  /**
   * Takes off, once, a row that is removed before its end. If another process counted it, a row of the same end is taken off
   * here, if there is one: all processes together still count each row.
   */
  giveBack(kind: StoredKind, caller: string, { until, bytes }: NewRow): void {
    for (const { ledger } of this.sharesOf(kind, caller)) ledger.giveBack(until.getTime(), bytes);
    this.show(kind);
  }

  /** Whether less than half of the room is taken under every bound. */
  hasPlenty(kind: StoredKind, caller: string): boolean {
    const now = this.clock.now().getTime();
    return this.sharesOf(kind, caller).every(({ ledger, limit: { rows, bytes } }) =>
      ledger.hasRoom(now, { rows: rows / 2, bytes: bytes / 2 }, 0),
    );
  }

  /** The seconds to wait at a bound; undefined: none. */
  private waitFor({ kind, caller, row }: Charge): number | undefined {
    const now = this.clock.now().getTime();
    const full = this.sharesOf(kind, caller).find(({ ledger, limit }) => !ledger.hasRoom(now, limit, row.bytes));
    if (full === undefined) return undefined;
    refusedRows.inc({ kind, bound: full.bound });
    return Math.max(1, Math.ceil((full.ledger.nextEnd(now) - now) / 1000));
  }

  private add({ kind, caller, row }: Charge): void {
    const { callers } = this.counts[kind];
    for (const { name, ledger } of this.sharesOf(kind, caller)) {
      if (name !== null && ledger.rows === 0) callers.set(name, ledger);
      ledger.add(row.until.getTime(), row.bytes);
    }
    this.show(kind);
  }

  private show(kind: StoredKind): void {
    const { all } = this.counts[kind];
    storedRows.set({ kind }, all.rows);
    storedBytes.set({ kind }, all.bytes);
  }

  private sharesOf(kind: StoredKind, caller: Payer): Share[] {
    const { perCaller, perOwner, inAll, all, callers } = this.counts[kind];
    const of = (bound: Share['bound'], name: string, limit: Limit): Share => {
      return { bound, name, limit, ledger: callers.get(name) ?? new Ledger(KINDS[kind].longest) };
    };
    const inTotal: Share = { bound: 'all', name: null, limit: inAll, ledger: all };
    if (typeof caller === 'string') return [of('caller', caller, perCaller), inTotal];
    return [of('caller', caller.application, perCaller), of('owner', caller.owner, perOwner), inTotal];
  }
}
