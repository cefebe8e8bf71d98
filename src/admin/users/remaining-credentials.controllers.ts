import { Delete, Get, Param } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresAdmin } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { resourceId } from '../../http/resource-id.js';
import { remainingResource } from './remaining-credentials.schemas.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';

@ManagementController('users/me/remaining-credentials')
export class MyRemainingCredentialsController {
  constructor(private readonly credentials: RemainingCredentialsService) {}

  @Get()
  @Requires('read:account', 'List what works on without your sign-ins: API keys and applications')
  @ApiOkResponse({ standardSchema: remainingResource })
  read(@CallerOf() caller: Caller) {
    return this.credentials.own(caller);
  }

  @Delete()
  @Requires('write:account', 'Revoke all your API keys, and disable your applications and forget their secrets')
  @ApiOkResponse({ standardSchema: remainingResource })
  end(@CallerOf() caller: Caller) {
    return this.credentials.endOwn(caller);
  }
}

@ManagementController('users/:id/remaining-credentials')
export class RemainingCredentialsController {
  constructor(private readonly credentials: RemainingCredentialsService) {}

  @Get()
  @RequiresAdmin('read:users', "List what works on without a user's sign-ins: API keys and applications")
  @ApiOkResponse({ standardSchema: remainingResource })
  read(@Param('id', { schema: resourceId }) id: string) {
    return this.credentials.of(id);
  }

  @Delete()
  @RequiresAdmin(
    'write:users',
    "Revoke all of a user's API keys, and disable their applications and forget the secrets",
  )
  @ApiOkResponse({ standardSchema: remainingResource })
  end(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.credentials.end(caller, id);
  }
}
