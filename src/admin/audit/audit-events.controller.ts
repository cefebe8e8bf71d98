import { Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { AuditEventPage, AuditExportQuery, AuditListQuery } from './audit-events.dto.js';
import { AuditEventsService } from './audit-events.service.js';

@ManagementController('audit-events')
export class AuditEventsController {
  constructor(private readonly events: AuditEventsService) {}

  @Get()
  @RequiresAdmin('read:audit-events', 'List audit events')
  @ApiOkResponse({ type: AuditEventPage })
  list(@Query() query: AuditListQuery) {
    return this.events.list(query);
  }

  @Get('export')
  @RequiresAdmin('read:audit-events', 'Export audit events, oldest first, one JSON object a line')
  @ApiOkResponse({ content: { 'application/x-ndjson': { schema: { type: 'string' } } } })
  @Header('cache-control', 'no-store')
  async export(@Query() query: AuditExportQuery) {
    return new StreamableFile(await this.events.export(query), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="audit-events.ndjson"',
    });
  }
}
