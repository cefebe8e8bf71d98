import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../faces/open-api.js';
import { RefusalNotes } from '../faces/refusal-notes.js';
import { parametersOf } from '../faces/request-parameters.js';
import { statusOf } from '../faces/status.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { OWN_LOOK } from '../pages/layout.js';
import { MessagePage } from '../pages/message.page.js';
import { InvalidRequest, Refusal } from '../protocol/refusal.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { DecidingPages } from './deciding-pages.js';
import { DeviceDecision } from './device-decision.js';
import { DeviceView } from './device.view.js';
import { sendPage } from './page-headers.js';

const DECISIONS = ['allow', 'deny'] as const;
const DONE = {
  allow: { title: 'Device connected', text: 'You can go back to your device; it goes on by itself.' },
  deny: { title: 'Device refused', text: 'The device gets nothing. You can close this page.' },
};

/** Where a person connects a device. @see https://www.rfc-editor.org/rfc/rfc8628#section-3.3 */
@Controller('device')
@ApiExcludeController()
export class DeviceController {
  constructor(
    private readonly decision: DeviceDecision,
    private readonly interaction: Interaction,
    private readonly browser: BrowserSignIn,
    private readonly view: DeviceView,
    private readonly pages: DecidingPages,
    private readonly notes: RefusalNotes,
  ) {}

  @Get()
  enter(@Query('user_code') userCode: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.view.enterCode(typeof userCode === 'string' ? userCode.slice(0, 16) : '', undefined, request, reply);
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
      this.retry(error, request, reply, () => {
        const { description } = error as Refusal;
        this.view.enterCode(typed.slice(0, 16), description, request, reply);
      });
      return;
    }
    confirm(reply, typed);
  }

  @Get('confirm')
  async confirm(@Query('user_code') userCode: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (typeof userCode !== 'string') throw InvalidRequest.field('user_code', 'is required');
    const asking = await this.decision.find(userCode, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) {
      await this.view.signIn(asking, { userCode, username: '', problem: undefined }, request, reply);
    } else {
      const asked = await this.decision.asked(asking, signedIn);
      this.pages.send(await this.view.asking(asked, userCode), request, reply);
    }
  }

  @Post('sign-in')
  async signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'username', 'password');
    this.pages.seenBy(request, form.optional('csrf'));
    const userCode = form.required('ticket');
    const asking = await this.decision.find(userCode, request.origin);
    try {
      await this.browser.signIn(form.required('username'), form.required('password'), request, reply);
    } catch (error) {
      const username = form.optional('username') ?? '';
      this.retry(error, request, reply, () => {
        const { description: problem } = error as Refusal;
        void this.view.signIn(asking, { userCode, username, problem }, request, reply);
      });
      return;
    }
    confirm(reply, userCode);
  }

  @Post('decision')
  @HttpCode(200)
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'user_code', 'decision');
    const seen = this.pages.seenBy(request, form.optional('csrf'));
    const decision = DECISIONS.find((known) => known === form.required('decision'));
    if (decision === undefined) throw InvalidRequest.field('decision', `must be ${DECISIONS.join(' or ')}`);
    const userCode = form.required('user_code');
    const asking = await this.decision.find(userCode, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) {
      confirm(reply, userCode);
      return;
    }
    const asked = await this.decision.asked(asking, signedIn);
    const page = await this.view.asking(asked, userCode);
    if (!this.pages.isAsSeen(page, seen)) {
      this.pages.send(page, request, reply, true);
      return;
    }
    await this.decision.take(decision, asked, request.origin);
    sendPage(reply, MessagePage({ look: OWN_LOOK, ...DONE[decision] }));
  }

  /** Shows a form again with what was wrong; what is nobody's mistake goes on. */
  private retry(error: unknown, request: FastifyRequest, reply: FastifyReply, draw: () => void): void {
    if (!(error instanceof Refusal) || statusOf(error.reason) >= 500) throw error;
    this.notes.note(error, statusOf(error.reason), request);
    if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
    void reply.status(statusOf(error.reason));
    draw();
  }
}

function confirm(reply: FastifyReply, userCode: string): void {
  void reply
    .status(303)
    .header('location', `/device/confirm?user_code=${encodeURIComponent(userCode)}`)
    .send();
}
