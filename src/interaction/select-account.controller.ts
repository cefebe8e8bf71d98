import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { DecidingPages } from './deciding-pages.js';
import { GivenTicket } from './given-ticket.js';
import { SelectAccountView } from './select-account.view.js';
import { WaitingRequests } from './waiting-requests.js';

/**
 * The account selection page. Choosing another account leads to the sign-in; the first session does not end, but this
 * browser leaves it.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest (prompt=select_account)
 */
@Controller('interaction/select-account')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SelectAccountController {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly pipeline: AuthorizationPipeline,
    private readonly interaction: Interaction,
    private readonly view: SelectAccountView,
    private readonly pages: DecidingPages,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.pipeline.check(await this.requests.open(ticket, request, reply), request.origin);
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) this.requests.goOn(ticket, reply);
    else this.pages.send(await this.view.of(waiting, signedIn, ticket), request, reply);
  }

  @Post()
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'account', 'choice');
    const seen = this.pages.seenBy(request, form.optional('csrf'));
    const choice = form.oneOf('choice', 'continue', 'another');
    const ticket = form.required('ticket');
    const opened = await this.requests.open(ticket, request, reply);
    if (choice === 'another') {
      this.requests.goTo('/interaction/sign-in', ticket, reply);
      return;
    }
    const waiting = await this.pipeline.check(opened, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) {
      this.requests.goOn(ticket, reply);
      return;
    }
    const page = await this.view.of(waiting, signedIn, ticket);
    const isSameAccount = signedIn.account.id === form.required('account');
    if (isSameAccount && this.pages.isAsSeen(page, seen)) {
      await this.requests.answered('account', signedIn.sessionId, opened, request, reply);
    } else this.pages.send(page, request, reply, true);
  }
}
