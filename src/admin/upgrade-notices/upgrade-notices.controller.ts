import { Delete, Get, HttpCode } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { UpgradeNoticeList } from './upgrade-notices.dto.js';
import { UpgradeNoticesService } from './upgrade-notices.service.js';

@ManagementController('upgrade-notices')
export class UpgradeNoticesController {
  constructor(private readonly notices: UpgradeNoticesService) {}

  @Get()
  @RequiresAdmin('read:users', 'List what an upgrade changed for applications, to be looked at')
  @ApiOkResponse({ type: UpgradeNoticeList })
  list() {
    return this.notices.list();
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresAdmin('write:users', 'Set such a notice aside')
  @ApiNoContentResponse()
  dismiss(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.notices.dismiss(caller, id);
  }
}
