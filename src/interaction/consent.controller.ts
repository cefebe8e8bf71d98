import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../faces/open-api.js';
import { parametersOf } from '../faces/request-parameters.js';
import { Tickets } from '../oauth/authorize/ticket.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { backToRequest } from './back-to-request.js';
import { ConsentDecision } from './consent-decision.js';
import { ConsentView } from './consent.view.js';
import { FormGuard } from './form-guard.js';
import { GivenTicket } from './given-ticket.js';

const DECISIONS = ['allow', 'deny'] as const;

/** Where a person allows or denies what an application asks for. */
@Controller('interaction/consent')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class ConsentController {
  constructor(
    private readonly tickets: Tickets,
    private readonly interaction: Interaction,
    private readonly decision: ConsentDecision,
    private readonly forms: FormGuard,
    private readonly view: ConsentView,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await this.decision.prepare(this.tickets.open(ticket), request);
    if (asked === undefined) backToRequest(reply, ticket);
    else await this.view.draw(asked.waiting, asked.signedIn, ticket, request, reply);
  }

  @Post()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'account', 'decision');
    this.forms.check(request, form.optional('csrf'));
    const decision = DECISIONS.find((known) => known === form.required('decision'));
    if (decision === undefined) throw InvalidRequest.field('decision', `must be ${DECISIONS.join(' or ')}`);
    const ticket = form.required('ticket');
    const asked = await this.decision.prepare(this.tickets.open(ticket), request);
    // somebody else has signed in at this browser since the page was drawn
    if (asked?.signedIn.account.id !== form.required('account')) {
      backToRequest(reply, ticket);
      return;
    }
    this.interaction.send(reply, await this.decision.take(decision, asked, request.origin));
  }
}
