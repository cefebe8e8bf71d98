import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import { accountOf, type Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import {
  checkQuery,
  type CheckQuery,
  checkResource,
  entryPage,
  entryRemovalQuery,
  type EntryRemovalQuery,
  entryResource,
  newEntryBody,
  type NewEntryBody,
} from './ip-whitelist.schemas.js';
import { IpWhitelistService } from './ip-whitelist.service.js';
import { WhitelistCheck } from './whitelist-check.js';
import type { ListOf } from './whitelist-entry.js';

@ManagementController('ip-whitelist')
export class OwnIpWhitelistController {
  constructor(
    private readonly whitelists: IpWhitelistService,
    private readonly whitelistCheck: WhitelistCheck,
  ) {}

  @Get()
  @Requires('read:ip-whitelist', 'List the addresses your account may be used from; none: all')
  @ApiOkResponse({ standardSchema: entryPage })
  list(@CallerOf() caller: Caller, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.whitelists.list(caller, ownOf(caller), query);
  }

  @Get('check')
  @Requires('read:ip-whitelist', 'Say which address the server sees, and what each list decides about it')
  @ApiOkResponse({ standardSchema: checkResource })
  check(@CallerOf() caller: Caller, @Query({ schema: checkQuery }) query: CheckQuery) {
    return this.whitelistCheck.check(caller, query.address);
  }

  @Post()
  @Requires('write:ip-whitelist', 'Add an address or network to those your account may be used from')
  @ApiCreatedResponse({ standardSchema: entryResource })
  add(@CallerOf() caller: Caller, @Body({ schema: newEntryBody }) body: NewEntryBody) {
    return this.whitelists.add(caller, ownOf(caller), body);
  }

  @Delete(':entry_id')
  @HttpCode(204)
  @Requires('write:ip-whitelist', 'Remove an entry of your account; in force at once, for tokens already issued too')
  @ApiNoContentResponse()
  remove(
    @CallerOf() caller: Caller,
    @Param('entry_id', { schema: resourceId }) entryId: string,
    @Query({ schema: entryRemovalQuery }) { force }: EntryRemovalQuery,
  ) {
    return this.whitelists.remove(caller, ownOf(caller), entryId, force);
  }
}

function ownOf(caller: Caller): ListOf {
  return { kind: 'user', id: accountOf(caller).id };
}
