import { Delete, Get } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { RemainingResource } from './remaining-credentials.dto.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';

@ManagementController('users/me/remaining-credentials')
export class MyRemainingCredentialsController {
  constructor(private readonly credentials: RemainingCredentialsService) {}

  @Get()
  @Requires('read:account', 'List what works on without your sign-ins: API keys, applications and consents')
  @ApiOkResponse({ type: RemainingResource })
  read(@CallerOf() caller: Caller) {
    return this.credentials.own(caller);
  }

  @Delete()
  @Requires(
    'write:account',
    'Revoke all your API keys, disable your applications and forget their secrets, and take all consents back',
  )
  @ApiOkResponse({ type: RemainingResource })
  end(@CallerOf() caller: Caller) {
    return this.credentials.endOwn(caller);
  }
}
