import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../faces/open-api.js';
import { parametersOf } from '../faces/request-parameters.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import { Tickets } from '../oauth/authorize/ticket.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { backToRequest } from './back-to-request.js';
import { FormGuard } from './form-guard.js';
import { GivenTicket } from './given-ticket.js';
import { SelectAccountView } from './select-account.view.js';

const CHOICES = ['continue', 'another'] as const;

/**
 * Where a person who is signed in says with which account they go on. Whoever takes another one signs in with it; the
 * first session is not ended, this browser only leaves it.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest (prompt=select_account)
 */
@Controller('interaction/select-account')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SelectAccountController {
  constructor(
    private readonly pipeline: AuthorizationPipeline,
    private readonly tickets: Tickets,
    private readonly interaction: Interaction,
    private readonly forms: FormGuard,
    private readonly view: SelectAccountView,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.pipeline.check(this.tickets.open(ticket), request.origin);
    const signedIn = await this.interaction.signedIn(request);
    if (signedIn === undefined) backToRequest(reply, ticket);
    else await this.view.draw(waiting, signedIn, ticket, request, reply);
  }

  @Post()
  choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'account', 'choice');
    this.forms.check(request, form.optional('csrf'));
    const choice = CHOICES.find((known) => known === form.required('choice'));
    if (choice === undefined) throw InvalidRequest.field('choice', `must be ${CHOICES.join(' or ')}`);
    const ticket = form.required('ticket');
    const waiting = this.tickets.open(ticket);
    if (choice === 'another') {
      void reply.status(303).header('location', `/interaction/sign-in?ticket=${ticket}`).send();
      return;
    }
    const chosenAccount = form.required('account');
    backToRequest(reply, this.tickets.seal({ ...waiting, chosenAccount }));
  }
}
