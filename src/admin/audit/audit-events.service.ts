import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Page, pageOf, pageRequest } from '../../http/page.js';
import { auditCursor, type AuditRecord, parseAuditCursor } from './audit-record.js';
import { AuditEventsRepository } from './audit-events.repository.js';
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
  constructor(private readonly log: AuditEventsRepository) {}

  async list({ limit, cursor, ...query }: AuditListQuery): Promise<Page<AuditEventResource>> {
    const page = pageRequest({ limit, cursor, api_key: undefined }, (text) => parseAuditCursor(text) !== undefined);
    return pageOf(await this.log.list(auditFilter(query), page), limit, auditCursor, presentAuditEvent);
  }

  /**
   * Lines of JSON. The first batch is read before the answer begins, so that a database that is away is a 503; the
   * others only as fast as the client takes them.
   */
  async export(query: AuditExportQuery): Promise<Readable> {
    const batches = this.log.batches(auditFilter(query));
    const first = await batches.next();
    return Readable.from(first.done === true ? [] : linesOf(first.value, batches), { objectMode: false });
  }
}

async function* linesOf(first: AuditRecord[], others: AsyncGenerator<AuditRecord[], void>): AsyncGenerator<string> {
  yield asLines(first);
  for await (const batch of others) yield asLines(batch);
}

function asLines(batch: AuditRecord[]): string {
  return batch.map((event) => `${JSON.stringify(presentAuditEvent(event))}\n`).join('');
}
