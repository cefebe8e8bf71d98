import { Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { BrandApplicationsService } from './brand-applications.service.js';
import { brandApplicationPage } from './brands.schemas.js';

@ManagementController('brands/:id/applications')
export class BrandApplicationsController {
  constructor(private readonly applications: BrandApplicationsService) {}

  @Get()
  @Requires('read:brands', 'List the applications that carry a brand you own')
  @ApiOkResponse({ standardSchema: brandApplicationPage })
  list(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Query({ schema: pageQuery }) query: PageQuery,
  ) {
    return this.applications.list(caller, id, query);
  }

  @Delete(':application_id')
  @HttpCode(204)
  @Requires('write:brands', 'Take a brand you own off an application; the application stays')
  @ApiNoContentResponse()
  detach(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Param('application_id', { schema: resourceId }) applicationId: string,
  ) {
    return this.applications.detach(caller, id, applicationId);
  }
}
