import { Get, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { ActivityQuery, ApplicationEventPage, ApplicationUsageResource } from './activity.dto.js';
import { ActivityService } from './activity.service.js';

@ManagementController('applications/:id')
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  @Get('events')
  @Requires('read:applications', 'List what happened at an OAuth application, newest first')
  @ApiOkResponse({ type: ApplicationEventPage })
  events(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Query() query: ActivityQuery) {
    return this.activity.events(caller, id, query);
  }

  @Get('usage')
  @Requires('read:applications', 'Count the tokens of an OAuth application by grant, in the last 30 days')
  @ApiOkResponse({ type: ApplicationUsageResource })
  usage(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.activity.usage(caller, id);
  }
}
