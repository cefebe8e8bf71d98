import { Body, Get, HttpCode, Patch, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { Creations } from '../../access/creations.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresUnaudited } from '../../access/requires.js';
import { SessionCookie } from '../../access/session-cookie.js';
import { Nothing } from '../../http/described.js';
import { ApiAcceptedResponse, ApiOkResponse } from '../../http/open-api.js';
import { MyAccountService } from './my-account.service.js';
import { MyAddressService } from './my-address.service.js';
import { MyPasswordService } from './my-password.service.js';
import { RemainingCredentialsService } from './remaining-credentials.service.js';
import {
  AddressCodeBody,
  ChangedPasswordResource,
  MyAccountBody,
  MyAccountResource,
  MyPasswordBody,
  UserResource,
} from './users.dto.js';

@ManagementController('users/me')
export class MyAccountController {
  constructor(
    private readonly account: MyAccountService,
    private readonly address: MyAddressService,
    private readonly password: MyPasswordService,
    private readonly creations: Creations,
    private readonly remaining: RemainingCredentialsService,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @RequiresUnaudited('read:account', 'Read your account')
  @ApiOkResponse({ type: MyAccountResource })
  async read(@CallerOf() caller: Caller): Promise<MyAccountResource> {
    return this.own(await this.account.read(caller));
  }

  @Patch()
  @Requires('write:account', 'Change your account')
  @ApiOkResponse({ type: MyAccountResource })
  change(@CallerOf() caller: Caller, @Body() body: MyAccountBody) {
    return this.changed(caller, body);
  }

  @Post('verification-mail')
  @HttpCode(202)
  @Requires('write:account', 'Mail a link and a code that prove your address')
  @ApiAcceptedResponse({ type: Nothing })
  async sendProof(@CallerOf() caller: Caller) {
    await this.address.sendProof(caller);
    return {};
  }

  @Post('verification')
  @HttpCode(200)
  @Requires('write:account', 'Prove your address by the code that was mailed to it')
  @ApiOkResponse({ type: MyAccountResource })
  async prove(@CallerOf() caller: Caller, @Body() { code }: AddressCodeBody) {
    await this.address.prove(caller, code);
    return this.own(await this.account.read(caller));
  }

  @Put('password')
  @Requires('write:account', 'Change your password and end all your other sign-ins')
  @ApiOkResponse({ type: ChangedPasswordResource })
  async changePassword(
    @CallerOf() caller: Caller,
    @Body() body: MyPasswordBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { sessionSecret } = await this.password.change(caller, body);
    if (sessionSecret !== undefined) this.cookie.set(reply, sessionSecret);
    return this.remaining.beside(caller, this.account.read(caller));
  }

  private async changed(caller: Caller, body: MyAccountBody): Promise<MyAccountResource> {
    return this.own(await this.account.change(caller, body, await this.address.asked(caller, body)));
  }

  private own(account: UserResource): MyAccountResource {
    return Object.assign(account, { can_create: this.creations.allowedTo(account.role) });
  }
}
