import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { Clock } from '../../clock/clock.js';
import { type Page, pageOf, pageRequest } from '../../http/page.js';
import { ApplicationsService } from '../applications/applications.service.js';
import { AuditEventsRepository } from '../audit/audit-events.repository.js';
import { auditCursor, parseAuditCursor } from '../audit/audit-record.js';
import {
  type ActivityQuery,
  type ApplicationEventResource,
  type ApplicationUsageResource,
  presentApplicationEvent,
  presentUsage,
} from './activity.dto.js';
import { UsageRepository } from './usage.repository.js';

/** The use of an application, for its owner and for administrators. */
@Injectable()
export class ActivityService {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly log: AuditEventsRepository,
    private readonly counts: UsageRepository,
    private readonly clock: Clock,
  ) {}

  async events(
    caller: Caller,
    id: string,
    { outcome, ...query }: ActivityQuery,
  ): Promise<Page<ApplicationEventResource>> {
    const application = await this.applications.found(caller, id, 'read');
    const page = pageRequest(query, (text) => parseAuditCursor(text) !== undefined);
    const events = await this.log.list({ about: [id, application.clientId], outcome }, page);
    const viewer = { accountId: caller.account?.id ?? null, application };
    return pageOf(events, page.limit, auditCursor, (event) => presentApplicationEvent(event, viewer));
  }

  async usage(caller: Caller, id: string): Promise<ApplicationUsageResource> {
    const { clientId } = await this.applications.found(caller, id, 'read');
    return presentUsage(await this.counts.lately(clientId, this.clock.now()));
  }
}
