import { Body, HttpCode, Patch, Post } from '@nestjs/common';
import { CallerOf } from '../../../access/access.guard.js';
import type { Caller } from '../../../access/caller.js';
import { ManagementController } from '../../../access/management-controller.js';
import { Requires } from '../../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../../http/open-api.js';
import { PathParam } from '../../../http/path-param.js';
import { resourceId } from '../../../http/resource-id.js';
import { FreshProofBody } from './factors.dto.js';
import { NewPasskeyBody, PasskeyNameBody, PasskeyOptionsResource, RegisteredPasskeyResource } from './passkeys.dto.js';
import { PasskeysService } from './passkeys.service.js';

@ManagementController('users/me/passkeys')
export class MyPasskeysController {
  constructor(private readonly passkeys: PasskeysService) {}

  @Post('proof')
  @HttpCode(200)
  @Requires('write:account', 'Ask for a challenge, to prove yourself by a passkey where a fresh proof is needed')
  @ApiOkResponse({ type: PasskeyOptionsResource })
  prove(@CallerOf() caller: Caller) {
    return this.passkeys.proofOptions(caller);
  }

  @Post('registration')
  @HttpCode(200)
  @Requires('write:account', 'Begin to register a passkey')
  @ApiOkResponse({ type: PasskeyOptionsResource })
  begin(@CallerOf() caller: Caller, @Body() body: FreshProofBody) {
    return this.passkeys.begin(caller, body);
  }

  @Post()
  @Requires('write:account', 'Finish it with what the browser made')
  @ApiCreatedResponse({ type: RegisteredPasskeyResource })
  register(@CallerOf() caller: Caller, @Body() body: NewPasskeyBody) {
    return this.passkeys.register(caller, body);
  }

  @Patch(':passkeyId')
  @HttpCode(204)
  @Requires('write:account', 'Rename a passkey')
  @ApiNoContentResponse()
  rename(@CallerOf() caller: Caller, @PathParam('passkeyId', resourceId) id: string, @Body() body: PasskeyNameBody) {
    return this.passkeys.rename(caller, id, body);
  }

  @Post(':passkeyId/removal')
  @HttpCode(204)
  @Requires('write:account', 'Remove a passkey')
  @ApiNoContentResponse()
  remove(@CallerOf() caller: Caller, @PathParam('passkeyId', resourceId) id: string, @Body() body: FreshProofBody) {
    return this.passkeys.remove(caller, id, body);
  }
}
