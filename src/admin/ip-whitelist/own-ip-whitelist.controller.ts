import { Body, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import { accountOf, type Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import {
  CheckQuery,
  CheckResource,
  EntryPage,
  EntryRemovalQuery,
  EntryResource,
  NewEntryBody,
} from './ip-whitelist.dto.js';
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
  @ApiOkResponse({ type: EntryPage })
  list(@CallerOf() caller: Caller, @Query() query: PageQuery) {
    return this.whitelists.list(caller, ownOf(caller), query);
  }

  @Get('check')
  @Requires('read:ip-whitelist', 'Say which address the server sees, and what each list decides about it')
  @ApiOkResponse({ type: CheckResource })
  check(@CallerOf() caller: Caller, @Query() query: CheckQuery) {
    return this.whitelistCheck.check(caller, query.address);
  }

  @Post()
  @RequiresFresh('write:ip-whitelist', 'Add an address or network to those your account may be used from')
  @ApiCreatedResponse({ type: EntryResource })
  add(@CallerOf() caller: Caller, @Body() body: NewEntryBody) {
    return this.whitelists.add(caller, ownOf(caller), body);
  }

  @Delete(':entry_id')
  @HttpCode(204)
  @RequiresFresh(
    'write:ip-whitelist',
    'Remove an entry of your account; in force at once, for tokens already issued too',
  )
  @ApiNoContentResponse()
  remove(
    @CallerOf() caller: Caller,
    @PathParam('entry_id', resourceId) entryId: string,
    @Query() { force }: EntryRemovalQuery,
  ) {
    return this.whitelists.remove(caller, ownOf(caller), entryId, force);
  }
}

function ownOf(caller: Caller): ListOf {
  return { kind: 'user', id: accountOf(caller).id };
}
