import { Body, Delete, Get, HttpCode, Injectable, Param, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import {
  apiKeyId,
  entryPage,
  entryRemovalQuery,
  type EntryRemovalQuery,
  entryResource,
  newEntryBody,
  type NewEntryBody,
} from './ip-whitelist.schemas.js';
import { IpWhitelistService } from './ip-whitelist.service.js';
import type { ListOf } from './whitelist-entry.js';

/** The calls of the lists that belong to one kind of thing, which is found by its id. */
function listController(kind: ListOf['kind'], thing: string, schema: typeof resourceId | typeof apiKeyId) {
  @Injectable()
  class ListController {
    constructor(readonly whitelists: IpWhitelistService) {}

    @Get()
    @Requires('read:ip-whitelist', `List the addresses ${thing} may be used from; none: all`)
    @ApiOkResponse({ standardSchema: entryPage })
    list(
      @CallerOf() caller: Caller,
      @Param('id', { schema }) id: string,
      @Query({ schema: pageQuery }) query: PageQuery,
    ) {
      return this.whitelists.list(caller, { kind, id }, query);
    }

    @Post()
    @Requires('write:ip-whitelist', `Add an address or network to those ${thing} may be used from`)
    @ApiCreatedResponse({ standardSchema: entryResource })
    add(
      @CallerOf() caller: Caller,
      @Param('id', { schema }) id: string,
      @Body({ schema: newEntryBody }) body: NewEntryBody,
    ) {
      return this.whitelists.add(caller, { kind, id }, body);
    }

    @Delete(':entry_id')
    @HttpCode(204)
    @Requires('write:ip-whitelist', `Remove an entry of ${thing}; in force at once, for tokens already issued too`)
    @ApiNoContentResponse()
    remove(
      @CallerOf() caller: Caller,
      @Param('id', { schema }) id: string,
      @Param('entry_id', { schema: resourceId }) entryId: string,
      @Query({ schema: entryRemovalQuery }) { force }: EntryRemovalQuery,
    ) {
      return this.whitelists.remove(caller, { kind, id }, entryId, force);
    }
  }
  return ListController;
}

@ManagementController('users/:id/ip-whitelist')
export class UserIpWhitelistController extends listController('user', 'an account', resourceId) {}

@ManagementController('applications/:id/ip-whitelist')
export class ApplicationIpWhitelistController extends listController('application', 'an application', resourceId) {}

@ManagementController('api-keys/:id/ip-whitelist')
export class ApiKeyIpWhitelistController extends listController('api-key', 'an API key', apiKeyId) {}
