import { Body, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { BrandMembersService } from './brand-members.service.js';
import { BrandMemberBody, BrandMemberPage, BrandMemberResource } from './brands.dto.js';

@ManagementController('brands/:id/members')
export class BrandMembersController {
  constructor(private readonly members: BrandMembersService) {}

  @Get()
  @Requires('read:brands', 'List the members of a brand you belong to')
  @ApiOkResponse({ type: BrandMemberPage })
  list(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Query() query: PageQuery) {
    return this.members.list(caller, id, query);
  }

  @Get(':user_id')
  @Requires('read:brands', 'Read a member’s role in a brand you belong to')
  @ApiOkResponse({ type: BrandMemberResource })
  read(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @PathParam('user_id', resourceId) userId: string,
  ) {
    return this.members.read(caller, id, userId);
  }

  @Put(':user_id')
  @RequiresFresh(
    'write:brands',
    'Invite a user to a brand you own, or give a member another role; admins: make them one',
  )
  @ApiOkResponse({ type: BrandMemberResource })
  put(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @PathParam('user_id', resourceId) userId: string,
    @Body() body: BrandMemberBody,
  ) {
    return this.members.put(caller, id, userId, body);
  }

  @Delete(':user_id')
  @HttpCode(204)
  @RequiresFresh('write:brands', 'Leave a brand, or remove a member of one you own')
  @ApiNoContentResponse()
  remove(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @PathParam('user_id', resourceId) userId: string,
  ) {
    return this.members.remove(caller, id, userId);
  }
}
