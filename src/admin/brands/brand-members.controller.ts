import { Body, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { BrandMembersService } from './brand-members.service.js';
import { brandMemberBody, type BrandMemberBody, brandMemberPage, brandMemberResource } from './brands.schemas.js';

@ManagementController('brands/:id/members')
export class BrandMembersController {
  constructor(private readonly members: BrandMembersService) {}

  @Get()
  @Requires('read:brands', 'List the members of a brand you belong to')
  @ApiOkResponse({ standardSchema: brandMemberPage })
  list(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Query({ schema: pageQuery }) query: PageQuery,
  ) {
    return this.members.list(caller, id, query);
  }

  @Get(':user_id')
  @Requires('read:brands', 'Read a member’s role in a brand you belong to')
  @ApiOkResponse({ standardSchema: brandMemberResource })
  read(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Param('user_id', { schema: resourceId }) userId: string,
  ) {
    return this.members.read(caller, id, userId);
  }

  @Put(':user_id')
  @Requires('write:brands', 'Make a user a member or owner of a brand you own')
  @ApiOkResponse({ standardSchema: brandMemberResource })
  put(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Param('user_id', { schema: resourceId }) userId: string,
    @Body({ schema: brandMemberBody }) body: BrandMemberBody,
  ) {
    return this.members.put(caller, id, userId, body);
  }

  @Delete(':user_id')
  @HttpCode(204)
  @Requires('write:brands', 'Leave a brand, or remove a member of one you own')
  @ApiNoContentResponse()
  remove(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Param('user_id', { schema: resourceId }) userId: string,
  ) {
    return this.members.remove(caller, id, userId);
  }
}
