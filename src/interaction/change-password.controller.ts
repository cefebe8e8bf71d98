import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionCookie } from '../access/session-cookie.js';
import { RequiredPasswordService } from '../admin/users/required-password.service.js';
import { ApiExcludeController } from '../http/open-api.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { parametersOf } from '../http/request-parameters.js';
import { statusOf } from '../http/status.js';
import type { SignedIn } from '../oauth/authorize/signed-in.js';
import type { WaitingRequest } from '../oauth/authorize/ticket.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { ChangePasswordView } from './change-password.view.js';
import { GivenTicket } from './given-ticket.js';
import { refuseMistyped } from './repeated-password.js';
import { WaitingRequests } from './waiting-requests.js';

/** Where a person chooses the password that an administrator asks for, after they have signed in with the present one. */
@Controller('interaction/change-password')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class ChangePasswordController {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly interaction: Interaction,
    private readonly view: ChangePasswordView,
    private readonly required: RequiredPasswordService,
    private readonly notes: RefusalNotes,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.requests.open(ticket, request, reply);
    const signedIn = await this.asked(opened, request);
    if (signedIn === undefined) this.goOn(opened, ticket, reply);
    else await this.view.draw({ opened, signedIn, ticket, problem: undefined }, request, reply);
  }

  @Post()
  async change(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'username', 'new_password', 'repeated');
    this.view.check(request, form.optional('csrf'));
    const ticket = form.required('ticket');
    const opened = await this.requests.open(ticket, request, reply);
    const signedIn = await this.asked(opened, request);
    if (signedIn === undefined) {
      this.goOn(opened, ticket, reply);
      return;
    }
    try {
      const password = form.required('new_password');
      refuseMistyped(password, form.optional('repeated'));
      await this.view.surroundings(opened, request);
      const { sessionSecret } = await this.required.replace(signedIn, password, request.origin);
      if (sessionSecret !== undefined) this.cookie.set(reply, sessionSecret);
      this.goOn(opened, ticket, reply);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      this.notes.note(error, statusOf(error.reason), request);
      const problem = `The password ${error.fields[0]?.message ?? error.description}`;
      await this.view.draw({ opened, signedIn, ticket, problem }, request, reply.status(400));
    }
  }

  /** Who is asked: a person who signed in for this request, and whose password is to be changed. */
  private async asked(opened: WaitingRequest, request: FastifyRequest): Promise<SignedIn | undefined> {
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn?.account.passwordChangeRequired !== true) return undefined;
    return this.requests.hasSignedIn(opened, signedIn.sessionId) ? signedIn : undefined;
  }

  private goOn(opened: WaitingRequest, ticket: string, reply: FastifyReply): void {
    this.requests.goTo(this.requests.wayOnOf(opened), ticket, reply);
  }
}
