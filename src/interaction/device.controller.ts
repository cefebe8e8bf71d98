import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { isEnough } from '../oauth/grants/factor-rules.js';
import { DecidingPages } from './deciding-pages.js';
import { type AskingDevice, DeviceDecision } from './device-decision.js';
import { DeviceTickets } from './device-tickets.js';
import { DeviceView } from './device.view.js';
import { SignInView } from './sign-in.view.js';

/** The pages that connect a device. @see https://www.rfc-editor.org/rfc/rfc8628#section-3.3 */
@Controller('device')
@ApiExcludeController()
export class DeviceController {
  constructor(
    private readonly decision: DeviceDecision,
    private readonly interaction: Interaction,
    private readonly view: DeviceView,
    private readonly pages: DecidingPages,
    private readonly tickets: DeviceTickets,
    private readonly signIns: SignInView,
  ) {}

  @Get()
  enter(@Query('user_code') userCode: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.view.enterCode(typedIn(userCode), undefined, request, reply);
  }

  @Post()
  @HttpCode(200)
  async typed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'user_code');
    this.pages.seenBy(request, form.optional('csrf'));
    const typed = form.optional('user_code') ?? '';
    try {
      await this.decision.find(typed, request.origin);
    } catch (error) {
      this.view.again(error, request, reply, (problem) => {
        this.view.enterCode(typedIn(typed), problem, request, reply);
      });
      return;
    }
    await this.tickets.show(typed, request, reply);
  }

  @Get('confirm')
  async confirm(
    @Query() { ticket, user_code: userCode }: { ticket?: unknown; user_code?: unknown },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (typeof ticket !== 'string') {
      this.enter(userCode, request, reply);
      return;
    }
    const typed = await this.tickets.codeIn(ticket, request, reply);
    const asking = await this.decision.find(typed, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined || !isEnough(signedIn, asking.application.secondFactor)) {
      await this.askToSignIn(asking, ticket, request, reply);
    } else if (signedIn.account.passwordChangeRequired) {
      const next = await this.tickets.goOnToPassword(ticket, signedIn.sessionId, request, reply);
      if (next === 'sign-in') await this.askToSignIn(asking, ticket, request, reply);
    } else {
      const asked = await this.decision.asked(asking, signedIn);
      this.pages.send(await this.view.asking(asked, typed), request, reply);
    }
  }

  @Post('decision')
  @HttpCode(200)
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'user_code', 'decision');
    const seen = this.pages.seenBy(request, form.optional('csrf'));
    const decision = form.oneOf('decision', 'allow', 'deny');
    const userCode = form.required('user_code');
    const signedIn = await this.interaction.signedIn(request);
    const typed = { decision, typed: userCode, sessionId: signedIn?.sessionId };
    const asking = await this.decision.findToDecide(typed, request.origin);
    if (asking.device === undefined) {
      await this.view.decided(decision, asking.application, reply);
      return;
    }
    const isIn = signedIn !== undefined && isEnough(signedIn, asking.application.secondFactor);
    if (!isIn || signedIn.account.passwordChangeRequired) {
      await this.tickets.show(userCode, request, reply);
      return;
    }
    const asked = await this.decision.asked(asking, signedIn);
    const page = await this.view.asking(asked, userCode);
    if (!this.pages.isAsSeen(page, seen)) {
      this.pages.send(page, request, reply, true);
      return;
    }
    await this.decision.take(decision, userCode, asked, request.origin);
    await this.view.decided(decision, asked.application, reply);
  }

  private askToSignIn(
    { application }: AskingDevice,
    ticket: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const form = { application, redirectUri: undefined, ticket, username: '', problem: undefined };
    return this.signIns.draw(form, request, reply);
  }
}

/** The code of a link is only filled in: another site can make a browser load the link. */
function typedIn(userCode: unknown): string {
  return typeof userCode === 'string' ? userCode.slice(0, 16) : '';
}
