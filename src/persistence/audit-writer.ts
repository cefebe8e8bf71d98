import { Injectable } from '@nestjs/common';
import { AuditTrail, type AuditEvent } from '../audit/audit-event.js';
import { Clock } from '../clock/clock.js';
import { auditRow } from './audit-rows.js';
import { Database } from './database.js';

const FLUSH_INTERVAL = 200;
const BATCH = 500;
/** Beyond this a flood outruns the database; what is dropped is counted and said in one event. */
const BACKLOG = 20_000;

/** Writes refusals in batches, so that being refused costs the refused nothing and the database little. */
@Injectable()
export class AuditWriter extends AuditTrail {
  private backlog: ReturnType<typeof auditRow>[] = [];
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
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.writing = this.flush();
    }, FLUSH_INTERVAL).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.writing;
    await this.flush();
  }

  private async flush(): Promise<void> {
    while (this.backlog.length > 0) {
      const batch = this.backlog.slice(0, BATCH);
      try {
        await this.database.query((prisma) => prisma.auditEvent.createMany({ data: batch, skipDuplicates: true }));
        this.backlog.splice(0, batch.length);
      } catch {
        return; // the database is away: the backlog waits for the next refusal or the stop
      }
    }
    this.reportDropped();
  }

  private reportDropped(): void {
    if (this.dropped === 0) return;
    const reason = `${String(this.dropped)} refusals could not be recorded`;
    this.dropped = 0;
    const system = { type: 'system', id: null } as const;
    this.refused({
      action: 'audit.overflow',
      outcome: 'refused',
      actor: system,
      address: null,
      requestId: null,
      reason,
    });
  }
}
