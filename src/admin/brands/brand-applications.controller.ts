import { Delete, Get, HttpCode, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { BrandApplicationsService } from './brand-applications.service.js';
import { BrandApplicationPage } from './brands.dto.js';

@ManagementController('brands/:id/applications')
export class BrandApplicationsController {
  constructor(private readonly applications: BrandApplicationsService) {}

  @Get()
  @Requires('read:brands', 'List the applications that carry a brand you own')
  @ApiOkResponse({ type: BrandApplicationPage })
  list(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Query() query: PageQuery) {
    return this.applications.list(caller, id, query);
  }

  @Delete(':application_id')
  @HttpCode(204)
  @RequiresFresh('write:brands', 'Take a brand you own off an application; the application stays')
  @ApiNoContentResponse()
  detach(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @PathParam('application_id', resourceId) applicationId: string,
  ) {
    return this.applications.detach(caller, id, applicationId);
  }
}
