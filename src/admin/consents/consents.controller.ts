import { Delete, Get, HttpCode, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFreshOfOthers } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { clientId, ConsentEndingQuery, ConsentListQuery, ConsentPage } from './consents.dto.js';
import { ConsentsService } from './consents.service.js';

@ManagementController('consents')
export class ConsentsController {
  constructor(private readonly consents: ConsentsService) {}

  @Get()
  @Requires('read:account', "List what you have allowed applications; admins, with read:users: anyone's")
  @ApiOkResponse({ type: ConsentPage })
  list(@CallerOf() caller: Caller, @Query() query: ConsentListQuery) {
    return this.consents.list(caller, query);
  }

  @Delete(':client_id')
  @HttpCode(204)
  @RequiresFreshOfOthers(
    'write:account',
    "Take back what you allowed an application, and end your sign-ins to it; admins, with write:users: anyone's",
  )
  @ApiNoContentResponse()
  revoke(@CallerOf() caller: Caller, @PathParam('client_id', clientId) id: string, @Query() query: ConsentEndingQuery) {
    return this.consents.revoke(caller, id, query);
  }
}
