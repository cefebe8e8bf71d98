import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CallerOf } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { ManagementController } from '../access/management-controller.js';
import { Requires } from '../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../faces/open-api.js';
import { pageQuery, type PageQuery } from '../faces/page.js';
import { resourceId } from '../faces/resource-id.js';
import {
  entryPage,
  entryRemovalQuery,
  type EntryRemovalQuery,
  entryResource,
  newEntryBody,
  type NewEntryBody,
} from './ip-whitelist.schemas.js';
import { IpWhitelistService } from './ip-whitelist.service.js';

@ManagementController('applications/:id/ip-whitelist')
export class ApplicationIpWhitelistController {
  constructor(private readonly whitelists: IpWhitelistService) {}

  @Get()
  @Requires('read:ip-whitelist', 'List the addresses an application may be used from; none: all')
  @ApiOkResponse({ standardSchema: entryPage })
  list(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Query({ schema: pageQuery }) query: PageQuery,
  ) {
    return this.whitelists.list(caller, { kind: 'application', id }, query);
  }

  @Post()
  @Requires('write:ip-whitelist', 'Add an address or network to those an application may be used from')
  @ApiCreatedResponse({ standardSchema: entryResource })
  add(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: newEntryBody }) body: NewEntryBody,
  ) {
    return this.whitelists.add(caller, { kind: 'application', id }, body);
  }

  @Delete(':entry_id')
  @HttpCode(204)
  @Requires('write:ip-whitelist', 'Remove an entry of an application; in force at once, for tokens already issued too')
  @ApiNoContentResponse()
  remove(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Param('entry_id', { schema: resourceId }) entryId: string,
    @Query({ schema: entryRemovalQuery }) { force }: EntryRemovalQuery,
  ) {
    return this.whitelists.remove(caller, { kind: 'application', id }, entryId, force);
  }
}
