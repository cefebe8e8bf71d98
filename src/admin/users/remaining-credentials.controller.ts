import { Delete, Get } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin, RequiresFreshAdmin } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { RemainingResource } from './remaining-credentials.dto.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';

@ManagementController('users/:id/remaining-credentials')
export class RemainingCredentialsController {
  constructor(private readonly credentials: RemainingCredentialsService) {}

  @Get()
  @RequiresAdmin('read:users', "List what works on without a user's sign-ins: API keys, applications and consents")
  @ApiOkResponse({ type: RemainingResource })
  read(@PathParam('id', resourceId) id: string) {
    return this.credentials.of(id);
  }

  @Delete()
  @RequiresFreshAdmin(
    'write:users',
    "Revoke all of a user's API keys, disable their applications and forget the secrets, and take their consents back",
  )
  @ApiOkResponse({ type: RemainingResource })
  end(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.credentials.end(caller, id);
  }
}
