import { Body, Get, Patch, Put } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresSomebody } from '../../access/requires.js';
import { ApiOkResponse } from '../../http/open-api.js';
import { MyAccountService } from './my-account.service.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';
import { ChangedPasswordResource, MyAccountBody, MyPasswordBody, UserResource } from './users.dto.js';

@ManagementController('users/me')
export class MyAccountController {
  constructor(
    private readonly account: MyAccountService,
    private readonly remaining: RemainingCredentialsService,
  ) {}

  @Get()
  @RequiresSomebody('read:account', 'Read your account')
  @ApiOkResponse({ type: UserResource })
  read(@CallerOf() caller: Caller) {
    return this.account.read(caller);
  }

  @Patch()
  @Requires('write:account', 'Change your account')
  @ApiOkResponse({ type: UserResource })
  change(@CallerOf() caller: Caller, @Body() body: MyAccountBody) {
    return this.account.change(caller, body);
  }

  @Put('password')
  @Requires('write:account', 'Change your password and end all your other sign-ins')
  @ApiOkResponse({ type: ChangedPasswordResource })
  changePassword(@CallerOf() caller: Caller, @Body() body: MyPasswordBody) {
    return this.remaining.beside(caller, this.account.changePassword(caller, body));
  }
}
