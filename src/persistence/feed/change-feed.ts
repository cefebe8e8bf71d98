import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '../../clock/clock.js';
import { type RevocationEntry, Revocations } from '../../oauth/tokens/revocations.js';
import type { RawTransaction } from '../database/database.js';
import { FeedConnection } from './feed-connection.js';
import { PAGE, READ, RENUMBER } from './feed-statements.js';
import { LastReading, thisMoment } from './last-reading.js';
import { NOTHING_SEEN, sees, type Snapshot, snapshotOf } from './snapshot.js';
import { Wake } from './wake.js';

/** Something every node must hear of. A revocation kills tokens; anything else empties a cache. */
export type Change =
  | RevocationEntry
  | {
      kind: 'user' | 'application' | 'api-key' | 'session' | 'scopes' | 'resource' | 'keys' | 'secret-key';
      subject: string;
      until?: Date;
    };

type Kind = Change['kind'];

/** How long a node may go without the feed before it stops trusting its memory, in milliseconds. */
export const FEED_BOUND = 2000;
const POLL_INTERVAL = 1000;
/** A cache entry older than the oldest change a node may have missed is worthless: then all caches are emptied. */
export const CACHE_CHANGE_LIFETIME = 600_000;
const LONG_SILENCE = 300_000;
/** Forgetting looks at every revocation in force: seldom enough to cost nothing, soon enough to keep few too long. */
const PRUNE_INTERVAL = 10_000;
/** Milliseconds that a page of everything in force may take, which nothing is warm for. */
const WHOLE_READING = 30_000;

interface FeedRow {
  /** On the first page only. */
  snapshot: string | null;
  /** Names the server process: another one may have counted other transactions. */
  server: string;
  /** What time it is in the database. */
  at: Date;
  seq: string | null;
  txid: string;
  kind: Kind;
  subject: string;
  epoch: number | null;
  except_sign_in: string | null;
  until: Date;
}

/**
 * The one append-only table that keeps the memories of all nodes true. A writer records a change in the
 * transaction that makes it; every node reads the table each second, sooner when woken.
 */
@Injectable()
export class ChangeFeed {
  private readonly logger = new Logger(ChangeFeed.name);
  private saw = NOTHING_SEEN;
  private server: string | undefined;
  private seen = new Set<string>();
  private readonly lastReading = new LastReading();
  private lastPruned = Number.NEGATIVE_INFINITY;
  private readonly listeners = new Map<Kind, ((subject: string | undefined) => void)[]>();
  private reading: Promise<void> | undefined;
  private wokenMeanwhile = false;
  private stopped = false;
  private loop: Promise<void> | undefined;
  private readonly stop$ = new AbortController();

  constructor(
    private readonly connection: FeedConnection,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
    private readonly wake: Wake,
  ) {}

  /** Calls back with each subject of this kind that changed, or with undefined: anything may have. */
  subscribe(kind: Kind, listener: (subject: string | undefined) => void): void {
    this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), listener]);
  }

  /** Reads everything that is still in force, then follows. */
  async start(): Promise<void> {
    await this.connection.run(RENUMBER, [], WHOLE_READING);
    await this.read();
    await this.wake.listen(() => {
      this.onWake();
    });
    this.loop = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stop$.abort();
    await this.loop;
    await this.reading?.catch(() => undefined);
    await this.wake.close();
    await this.connection.close();
  }

  /** Whether memory may be trusted: the feed was read within the bound. */
  isFresh(): boolean {
    return this.lastReading.age() < FEED_BOUND;
  }

  /** Writes changes in the caller's transaction. Call `published` once it has committed. */
  async record(tx: RawTransaction, changes: readonly Change[]): Promise<void> {
    await tx.changeFeedEntry.createMany({
      data: changes.map((change) => ({
        kind: change.kind,
        subject: change.subject,
        epoch: ('epoch' in change ? change.epoch : undefined) ?? null,
        exceptSignIn: ('exceptSignIn' in change ? change.exceptSignIn : undefined) ?? null,
        until: change.until ?? new Date(this.clock.now().getTime() + CACHE_CHANGE_LIFETIME),
      })),
    });
  }

  /** Applies committed changes on this node at once, and wakes the others. */
  published(changes: readonly Change[]): void {
    for (const change of changes) this.apply(change);
    this.wake.others();
  }

  private async follow(): Promise<void> {
    while (await this.pause()) await this.read().catch(() => undefined);
  }

  /** False once stopped. */
  private async pause(): Promise<boolean> {
    await sleep(POLL_INTERVAL, undefined, { signal: this.stop$.signal }).catch(() => undefined);
    return !this.stopped;
  }

  /** What woke us may be too young for a reading under way: then one more follows. */
  private onWake(): void {
    if (this.reading === undefined) this.read().catch(() => undefined);
    else this.wokenMeanwhile = true;
  }

  /** One reading at a time; concurrent callers wait for it. */
  private read(): Promise<void> {
    this.reading ??= this.readOnce().finally(() => {
      this.reading = undefined;
      if (this.wokenMeanwhile && !this.stopped) {
        this.wokenMeanwhile = false;
        this.onWake();
      }
    });
    return this.reading;
  }

  private async readOnce(): Promise<void> {
    const begun = thisMoment();
    let page = await this.readPage();
    const [first] = page;
    if (first === undefined) return;
    this.setClock(first.at, thisMoment().steady - begun.steady);
    if (this.lastReading.silenceUntil(begun, first.at) > LONG_SILENCE) this.forgetEverything();
    if (this.wasSetBack(first)) {
      this.forgetEverything();
      this.seen.clear();
      this.saw = NOTHING_SEEN;
      page = await this.readPage();
    }

    // what the first page does not show and its snapshot sees, later pages show
    const saw = snapshotOf(page[0]?.snapshot ?? null);
    const seen = new Set<string>();
    for (;;) {
      this.applyPage(page, saw, seen);
      const last = page.at(-1);
      if (page.length < PAGE || !last?.seq) break;
      page = await this.readPage(last.txid, last.seq);
    }
    this.seen = seen;
    this.saw = saw;
    this.server = first.server;
    this.lastReading.was(begun, first.at);
    this.forgetWhatExpired(this.clock.now());
  }

  /** The first changes that the last reading did not see, after the place of a change. */
  private readPage(txid = '0', seq = '0'): Promise<FeedRow[]> {
    const { open, ceiling } = this.saw;
    const patience = this.saw === NOTHING_SEEN ? WHOLE_READING : undefined;
    return this.connection.run<FeedRow>(READ, [txid, seq, open, String(ceiling)], patience);
  }

  /** `seen` takes what the next reading shows once more. */
  private applyPage(page: readonly FeedRow[], saw: Snapshot, seen: Set<string>): void {
    for (const row of page) {
      if (row.seq === null) continue;
      if (!sees(saw, row.txid)) seen.add(row.seq);
      if (!this.seen.has(row.seq)) this.apply(changeOf(row));
    }
  }

  private setClock(database: Date, roundTrip: number): void {
    const offset = this.clock.follow(database, roundTrip);
    if (offset === undefined) return;
    const [seconds, way] = [Math.abs(offset / 1000).toFixed(1), offset < 0 ? 'ahead of' : 'behind'];
    if (offset === 0) this.logger.warn('the clock of this machine agrees with the database again');
    else this.logger.warn(`the clock of this machine is ${seconds} s ${way} the database's, which is used`);
  }

  private apply(change: Change): void {
    if (isRevocationEntry(change)) this.revocations.apply(change);
    for (const listener of this.listeners.get(change.kind) ?? []) listener(change.subject);
  }

  private forgetWhatExpired(now: Date): void {
    if (now.getTime() - this.lastPruned < PRUNE_INTERVAL) return;
    this.revocations.prune(now);
    this.lastPruned = now.getTime();
  }

  /**
   * Whether the database was restored, or failed over to a copy that lacks its last moments: the horizon falls, or another
   * server has gone beyond it, counting transactions of its own.
   */
  private wasSetBack({ snapshot, server }: FeedRow): boolean {
    return snapshotOf(snapshot).horizon < this.saw.horizon || (this.server !== undefined && server !== this.server);
  }

  private forgetEverything(): void {
    for (const listeners of this.listeners.values()) {
      for (const listener of listeners) listener(undefined);
    }
  }
}

function changeOf(row: FeedRow): Change {
  const { kind, subject, until } = row;
  return {
    kind,
    subject,
    until,
    epoch: row.epoch ?? undefined,
    exceptSignIn: row.except_sign_in ?? undefined,
  };
}

function isRevocationEntry(change: Change): change is RevocationEntry {
  if (change.kind === 'token' || change.kind === 'sign-in') return true;
  return 'epoch' in change && change.epoch !== undefined;
}
