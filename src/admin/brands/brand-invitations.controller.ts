import { Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { IfMatch } from '../../http/if-match.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { BrandInvitationsService } from './brand-invitations.service.js';
import { BrandInvitationPage } from './brands.dto.js';

@ManagementController('brand-invitations')
export class BrandInvitationsController {
  constructor(private readonly invitations: BrandInvitationsService) {}

  @Get()
  @Requires('read:brands', 'List the brands that you are invited to')
  @ApiOkResponse({ type: BrandInvitationPage })
  list(@CallerOf() caller: Caller, @Query() query: PageQuery) {
    return this.invitations.list(caller, query);
  }

  @Post(':brand_id/acceptance')
  @HttpCode(204)
  @Requires('write:brands', 'Accept to belong to a brand')
  @ApiNoContentResponse()
  accept(
    @CallerOf() caller: Caller,
    @PathParam('brand_id', resourceId) brandId: string,
    @IfMatch() seen: string | undefined,
  ) {
    return this.invitations.accept(caller, brandId, seen);
  }

  @Delete(':brand_id')
  @HttpCode(204)
  @Requires('write:brands', 'Decline to belong to a brand')
  @ApiNoContentResponse()
  decline(@CallerOf() caller: Caller, @PathParam('brand_id', resourceId) brandId: string) {
    return this.invitations.decline(caller, brandId);
  }
}
