import { Delete, Get, HttpCode, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFreshOfOthers } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { GrantEndingQuery, GrantListQuery, GrantPage } from './grants.dto.js';
import { SignInsService } from './sign-ins.service.js';

@ManagementController('grants')
export class GrantsController {
  constructor(private readonly grants: SignInsService) {}

  @Get()
  @Requires('read:account', "List the caller's own sign-ins to applications; admins, with read:users: anyone's")
  @ApiOkResponse({ type: GrantPage })
  list(@CallerOf() caller: Caller, @Query() query: GrantListQuery) {
    return this.grants.list(caller, query);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFreshOfOthers(
    'write:account',
    'End one of your sign-ins, its tokens included; admins, with write:users: any',
  )
  @ApiNoContentResponse()
  end(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.grants.end(caller, id);
  }

  @Delete()
  @HttpCode(204)
  @RequiresFreshOfOthers('write:account', "End all of one's other sign-ins; admins, with write:users: all of anyone's")
  @ApiNoContentResponse()
  endAll(@CallerOf() caller: Caller, @Query() query: GrantEndingQuery) {
    return this.grants.endAll(caller, query);
  }
}
