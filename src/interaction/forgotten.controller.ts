import { Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_LOGIN } from '../auth/password/login-and-password.js';
import { RecoveryRequests } from '../auth/recovery/recovery-requests.js';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { AwaitingApplications } from './awaiting-applications.js';
import { FormGuard } from './form-guard.js';
import { type AskingOnTheWay, RecoveryView } from './recovery.view.js';
import { WaitingRequests } from './waiting-requests.js';

/** Where a person asks for a new password. */
@Controller('interaction/forgotten')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class ForgottenController {
  constructor(
    private readonly waiting: WaitingRequests,
    private readonly applications: AwaitingApplications,
    private readonly forms: FormGuard,
    private readonly view: RecoveryView,
    private readonly recovery: RecoveryRequests,
  ) {}

  @Get()
  async show(
    @Query('ticket') given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (given !== undefined && typeof given !== 'string') throw InvalidRequest.field('ticket', 'is given twice');
    const asking = await this.askingOn(given, request, reply);
    await this.view.forgotten(asking, request, reply);
  }

  @Post()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'username');
    this.forms.check(request, form.optional('csrf'));
    const ticket = form.optional('ticket');
    const login = form.required('username');
    if (login.length > MAX_LOGIN) {
      throw InvalidRequest.field('username', `is longer than ${String(MAX_LOGIN)} characters`);
    }
    const asking = await this.askingOn(ticket, request, reply);
    await this.recovery.ask(login, request.origin, asking?.application.clientId);
    await this.view.sent(asking, reply);
  }

  /** What the person was on the way to. */
  private async askingOn(
    ticket: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AskingOnTheWay | undefined> {
    if (ticket === undefined || ticket === '') return undefined;
    const waiting = await this.waiting.open(ticket, request, reply);
    return { ticket, ...(await this.applications.of(waiting, request)) };
  }
}
