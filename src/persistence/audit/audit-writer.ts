import { Injectable } from '@nestjs/common';
import { AuditTrail, type AuditEvent } from '../../audit/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { TemporarilyUnavailable } from '../../protocol/refusal.js';
import { auditRow } from './audit-rows.js';
import { Database } from '../database/database.js';

const FLUSH_INTERVAL = 200;
/** While the database is away. */
const RETRY_INTERVAL = 2000;
const BATCH = 500;
/** Beyond this a flood outruns the database; what is dropped is counted and said in one event. */
const BACKLOG = 20_000;

type Row = ReturnType<typeof auditRow>;

/** Writes refusals in batches, so that being refused costs the refused nothing and the database little. */
@Injectable()
export class AuditWriter extends AuditTrail {
  private backlog: Row[] = [];
  private dropped = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  refused(event: AuditEvent): void {
    if (this.backlog.length >= BACKLOG) {
      this.dropped++;
      return;
    }
    this.backlog.push(auditRow(event, this.clock.now()));
    this.schedule(FLUSH_INTERVAL);
  }

  async stop(): Promise<void> {
    await this.flush();
    clearTimeout(this.timer);
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
      try {
        await this.write(batch);
      } catch (error) {
        if (error instanceof TemporarilyUnavailable) {
          this.schedule(RETRY_INTERVAL);
          return;
        }
        await this.writeOneByOne(batch);
      }
      this.backlog.splice(0, batch.length);
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
    this.dropped = 0;
    const actor = { type: 'system', id: null } as const;
    const event = {
      action: 'audit.overflow',
      outcome: 'refused',
      actor,
      address: null,
      requestId: null,
      reason,
    } as const;
    this.backlog.unshift(auditRow(event, this.clock.now()));
  }
}
