import { Body, HttpCode, Post } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin, RequiresFreshAdmin } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { AffectedResource, IncidentBody } from './incidents.dto.js';
import { IncidentsService } from './incidents.service.js';

@ManagementController('incidents')
export class IncidentsController {
  constructor(private readonly incidents: IncidentsService) {}

  @Post('preview')
  @HttpCode(200)
  @RequiresAdmin('read:users', 'Count the sign-ins and sessions that ending an incident would end')
  @ApiOkResponse({ type: AffectedResource })
  preview(@Body() body: IncidentBody) {
    return this.incidents.preview(body);
  }

  @Post('end')
  @HttpCode(200)
  @RequiresFreshAdmin('write:users', 'End the sign-ins and sessions that an incident may have touched')
  @ApiOkResponse({ type: AffectedResource })
  end(@CallerOf() caller: Caller, @Body() body: IncidentBody) {
    return this.incidents.end(caller, body);
  }
}
