import { Body, Delete, Get, HttpCode, Injectable, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import type { Kind } from '../../fields/kind.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { EntryPage, EntryRemovalQuery, EntryResource, NewEntryBody } from './ip-whitelist.dto.js';
import { IpWhitelistService } from './ip-whitelist.service.js';
import type { ListOf } from './whitelist-entry.js';

/** The calls of the lists that belong to one kind of thing, which is found by its id. */
export function listController(kind: ListOf['kind'], thing: string, idKind: Kind<string>) {
  @Injectable()
  class ListController {
    constructor(readonly whitelists: IpWhitelistService) {}

    @Get()
    @Requires('read:ip-whitelist', `List the addresses ${thing} may be used from; none: all`)
    @ApiOkResponse({ type: EntryPage })
    list(@CallerOf() caller: Caller, @PathParam('id', idKind) id: string, @Query() query: PageQuery) {
      return this.whitelists.list(caller, { kind, id }, query);
    }

    @Post()
    @RequiresFresh('write:ip-whitelist', `Add an address or network to those ${thing} may be used from`)
    @ApiCreatedResponse({ type: EntryResource })
    add(@CallerOf() caller: Caller, @PathParam('id', idKind) id: string, @Body() body: NewEntryBody) {
      return this.whitelists.add(caller, { kind, id }, body);
    }

    @Delete(':entry_id')
    @HttpCode(204)
    @RequiresFresh('write:ip-whitelist', `Remove an entry of ${thing}; in force at once, for tokens already issued too`)
    @ApiNoContentResponse()
    remove(
      @CallerOf() caller: Caller,
      @PathParam('id', idKind) id: string,
      @PathParam('entry_id', resourceId) entryId: string,
      @Query() { force }: EntryRemovalQuery,
    ) {
      return this.whitelists.remove(caller, { kind, id }, entryId, force);
    }
  }
  return ListController;
}
