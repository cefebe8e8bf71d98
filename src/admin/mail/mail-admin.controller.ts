import { Get, HttpCode, Post } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin } from '../../access/requires.js';
import { ApiAcceptedResponse, ApiOkResponse } from '../../http/open-api.js';
import { MailAdminService } from './mail-admin.service.js';
import { MailResource } from './mail.dto.js';

@ManagementController('mail')
export class MailAdminController {
  constructor(private readonly mail: MailAdminService) {}

  @Get()
  @RequiresAdmin('read:users', 'Read whether mail is set up')
  @ApiOkResponse({ type: MailResource })
  read() {
    return this.mail.read();
  }

  @Post('test')
  @HttpCode(202)
  @RequiresAdmin('write:users', 'Send a test mail to your own address')
  @ApiAcceptedResponse({ type: MailResource })
  test(@CallerOf() caller: Caller) {
    return this.mail.sendTest(caller);
  }
}
