import { Body, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CallerOf } from '../../../access/access.guard.js';
import { accountOf, type Caller } from '../../../access/caller.js';
import { ManagementController } from '../../../access/management-controller.js';
import { Requires } from '../../../access/requires.js';
import { SessionCookie } from '../../../access/session-cookie.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../../http/open-api.js';
import {
  EnrolmentBody,
  EnrolmentResource,
  FreshProofBody,
  MyFactorsResource,
  RecoveryCodesResource,
  StepUpBody,
  StepUpResource,
} from './factors.dto.js';
import { FactorsService } from './factors.service.js';
import { OfferedFactors } from './offered-factors.js';
import { StepUpService } from './step-up.service.js';

@ManagementController('users/me')
export class MyFactorsController {
  constructor(
    private readonly factors: FactorsService,
    private readonly stepUps: StepUpService,
    private readonly offered: OfferedFactors,
    private readonly cookie: SessionCookie,
  ) {}

  @Get('factors')
  @Requires('read:account', 'Read what proves you beside your password')
  @ApiOkResponse({ type: MyFactorsResource })
  async read(@CallerOf() caller: Caller) {
    const account = accountOf(caller);
    return Object.assign(await this.factors.overview(account.id), { offered: this.offered.isOfferedTo(account) });
  }

  @Post('authenticator')
  @HttpCode(200)
  @Requires('write:account', 'Begin to set up an authenticator app')
  @ApiOkResponse({ type: EnrolmentResource })
  begin(@CallerOf() caller: Caller, @Body() body: FreshProofBody) {
    return this.factors.begin(caller, body);
  }

  @Put('authenticator')
  @Requires('write:account', 'Finish it with the first code of the app')
  @ApiOkResponse({ type: RecoveryCodesResource })
  async finish(
    @CallerOf() caller: Caller,
    @Body() body: EnrolmentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { answer, sessionSecret } = await this.stepUps.enrol(caller, body);
    if (sessionSecret !== undefined) this.cookie.set(reply, sessionSecret);
    return answer;
  }

  @Post('authenticator/removal')
  @HttpCode(204)
  @Requires('write:account', 'Remove your authenticator app and your recovery codes')
  @ApiNoContentResponse()
  remove(@CallerOf() caller: Caller, @Body() body: FreshProofBody) {
    return this.factors.remove(caller, body);
  }

  @Post('step-up')
  @HttpCode(200)
  @Requires('write:account', 'Prove your second factor again in this browser session')
  @ApiOkResponse({ type: StepUpResource })
  async stepUp(@CallerOf() caller: Caller, @Body() body: StepUpBody, @Res({ passthrough: true }) reply: FastifyReply) {
    const { answer, sessionSecret } = await this.stepUps.prove(caller, body);
    if (sessionSecret !== undefined) this.cookie.set(reply, sessionSecret);
    return answer;
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Requires('write:account', 'Make new recovery codes')
  @ApiOkResponse({ type: RecoveryCodesResource })
  newRecoveryCodes(@CallerOf() caller: Caller, @Body() body: FreshProofBody) {
    return this.factors.newRecoveryCodes(caller, body);
  }
}
