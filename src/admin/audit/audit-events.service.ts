import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Page, pageOf, pageRequest } from '../../http/page.js';
import { auditCursor, type AuditFilter, type AuditRecord, parseAuditCursor } from './audit-record.js';
import { AuditEventsRepository } from './audit-events.repository.js';
import { AuditNamesRepository } from './audit-names.repository.js';
import {
  type AuditEventResource,
  type AuditExportQuery,
  auditFilter,
  type AuditListQuery,
  presentAuditEvent,
} from './audit-events.dto.js';

/** Reading the audit trail. That the caller is an admin is settled already. */
@Injectable()
export class AuditEventsService {
  constructor(
    private readonly log: AuditEventsRepository,
    private readonly names: AuditNamesRepository,
  ) {}

  async list({ limit, cursor, ...query }: AuditListQuery): Promise<Page<AuditEventResource>> {
    const page = pageRequest({ limit, cursor, api_key: undefined }, (text) => parseAuditCursor(text) !== undefined);
    const events = await this.log.list(await this.filterOf(query), page);
    const names = await this.names.of(events);
    return pageOf(events, limit, auditCursor, (event) => presentAuditEvent(event, names));
  }

  /**
   * Lines of JSON. The first batch is read before the answer begins, so that a database that is away is a 503; the
   * others only as fast as the client takes them.
   */
  async export(query: AuditExportQuery): Promise<Readable> {
    const batches = this.log.batches(await this.filterOf(query));
    const first = await batches.next();
    return Readable.from(first.done === true ? [] : this.linesOf(first.value, batches), { objectMode: false });
  }

  private async filterOf(query: AuditExportQuery): Promise<AuditFilter> {
    const filter = auditFilter(query);
    return query.q === undefined ? filter : { ...filter, meant: await this.names.meantBy(query.q) };
  }

  private async *linesOf(first: AuditRecord[], others: AsyncGenerator<AuditRecord[], void>): AsyncGenerator<string> {
    yield this.asLines(first);
    for await (const batch of others) yield this.asLines(batch);
  }

  private async asLines(batch: AuditRecord[]): Promise<string> {
    const names = await this.names.of(batch);
    return batch.map((event) => `${JSON.stringify(presentAuditEvent(event, names))}\n`).join('');
  }
}
