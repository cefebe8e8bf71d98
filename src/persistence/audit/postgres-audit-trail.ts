import { Injectable } from '@nestjs/common';
import { type Alike, AuditTrail, type AuditEvent } from '../../protocol/audit-event.js';
import { type Fold, RefusalFolds } from './refusal-folds.js';
import { Clock } from '../../clock/clock.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { auditRow } from './audit-rows.js';
import { Database, type HotStatement } from '../database/database.js';

const FLUSH_INTERVAL = 200;
/** While the database is away. */
const RETRY_INTERVAL = 2000;
/** Between two writes of the counters: each rewrites a row. */
const COUNT_INTERVAL = 3000;
const BATCH = 500;
/** Above this, refusals are dropped and counted, and the count is recorded in one event. */
const BACKLOG = 20_000;
const BACKLOG_BYTES = 32 * 2 ** 20;

const COUNT: HotStatement = {
  name: 'audit_count',
  text: `UPDATE audit_events a SET count = c.count FROM unnest($1::uuid[], $2::int[]) AS c (id, count) WHERE a.id = c.id`,
};

type Row = ReturnType<typeof auditRow>;

interface Waiting {
  row: Row;
  bytes: number;
}

/** Writes refusals in batches, so that being refused costs the refused nothing and the database little. */
@Injectable()
export class PostgresAuditTrail extends AuditTrail {
  private backlog: Waiting[] = [];
  private bytes = 0;
  private dropped = 0;
  /** The row ids of counters whose current value is not written yet. */
  private uncounted = new Map<Fold, string>();
  private readonly rowOf = new WeakMap<Fold, string>();
  private timer: NodeJS.Timeout | undefined;
  private counting: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly folds: RefusalFolds,
  ) {
    super();
  }

  refused(event: AuditEvent, alike?: Alike): void {
    const now = this.clock.now();
    const row = auditRow(event, now);
    const bytes = JSON.stringify(row).length;
    const fold = alike && this.folds.foldOf(alike, bytes, now);
    if (fold === undefined) this.push(row, bytes);
    else this.count(fold, now);
  }

  async stop(): Promise<void> {
    clearTimeout(this.counting);
    this.counting = undefined;
    await this.flush();
    await this.writeCounts();
    clearTimeout(this.timer);
    clearTimeout(this.counting);
  }

  private push(row: Row, bytes: number): void {
    if (this.backlog.length >= BACKLOG || this.bytes + bytes > BACKLOG_BYTES) {
      this.dropped++;
      return;
    }
    // a copy: a substring of a request would keep the whole request in memory
    this.backlog.push({ row: structuredClone(row), bytes });
    this.bytes += bytes;
    this.schedule(FLUSH_INTERVAL);
  }

  private count(fold: Fold, now: Date): void {
    const known = this.rowOf.get(fold);
    if (known === undefined) {
      const row = auditRow(fold.event, now);
      this.rowOf.set(fold, row.id);
      this.push(row, JSON.stringify(row).length);
    } else {
      this.uncounted.set(fold, known);
      this.counting ??= setTimeout(() => {
        this.counting = undefined;
        void this.writeCounts();
      }, COUNT_INTERVAL).unref();
    }
  }

  private writeCounts(): Promise<void> {
    this.writing = this.writing.then(async () => {
      const counts = this.uncounted;
      if (counts.size === 0) return;
      this.uncounted = new Map();
      const [ids, numbers] = [[...counts.values()], [...counts.keys()].map(({ count }) => count)];
      await this.database.run(COUNT, [ids, numbers]).catch(() => {
        // with the next that is counted, or at the stop
        for (const [fold, id] of counts) this.uncounted.set(fold, id);
      });
    });
    return this.writing;
  }

  private schedule(delay: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, delay).unref();
  }

  /** One writing after the other: two at once would write the same events and forget others. */
  private flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeBacklog());
    return this.writing;
  }

  private async writeBacklog(): Promise<void> {
    this.reportDropped();
    while (this.backlog.length > 0) {
      const batch = this.backlog.slice(0, BATCH);
      const rows = batch.map(({ row }) => row);
      try {
        await this.write(rows);
      } catch (error) {
        if (error instanceof TemporarilyUnavailable) {
          this.schedule(RETRY_INTERVAL);
          return;
        }
        await this.writeOneByOne(rows);
      }
      this.backlog.splice(0, batch.length);
      for (const { bytes } of batch) this.bytes -= bytes;
    }
  }

  /** A row that the database will not take must not keep the others from it. */
  private async writeOneByOne(batch: Row[]): Promise<void> {
    for (const row of batch) {
      await this.write([row]).catch(() => {
        this.dropped++;
      });
    }
  }

  private async write(rows: Row[]): Promise<void> {
    await this.database.query((prisma) => prisma.auditEvent.createMany({ data: rows, skipDuplicates: true }));
  }

  private reportDropped(): void {
    if (this.dropped === 0) return;
    const reason = `${String(this.dropped)} refusals could not be recorded`;
    const count = this.dropped;
    this.dropped = 0;
    const actor = { type: 'system', id: null } as const;
    const event = {
      action: 'audit.overflow',
      outcome: 'refused',
      actor,
      address: null,
      requestId: null,
      reason,
      count,
    } as const;
    this.backlog.unshift({ row: auditRow(event, this.clock.now()), bytes: 0 });
  }
}
