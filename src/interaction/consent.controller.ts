import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { ConsentDecision } from './consent-decision.js';
import { ConsentView } from './consent.view.js';
import { DecidingPages } from './deciding-pages.js';
import { GivenTicket } from './given-ticket.js';
import { WaitingRequests } from './waiting-requests.js';

/** The consent page. */
@Controller('interaction/consent')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class ConsentController {
  constructor(
    private readonly requests: WaitingRequests,
    private readonly decision: ConsentDecision,
    private readonly view: ConsentView,
    private readonly pages: DecidingPages,
    private readonly interaction: Interaction,
  ) {}

  @Get()
  async show(@GivenTicket() ticket: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await this.decision.prepare(await this.requests.open(ticket, request, reply), request);
    if (asked === undefined) this.requests.goOn(ticket, reply);
    else this.pages.send(await this.view.of(asked, ticket), request, reply);
  }

  @Post()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'account', 'decision');
    const seen = this.pages.seenBy(request, form.optional('csrf'));
    const decision = form.oneOf('decision', 'allow', 'deny');
    const ticket = form.required('ticket');
    const asked = await this.decision.prepare(await this.requests.open(ticket, request, reply), request);
    if (asked === undefined) {
      this.requests.goOn(ticket, reply);
      return;
    }
    const page = await this.view.of(asked, ticket);
    const isSameAccount = asked.signedIn.account.id === form.required('account');
    if (!isSameAccount || !this.pages.isAsSeen(page, seen)) {
      this.pages.send(page, request, reply, true);
      return;
    }
    const response = await this.decision.take(decision, asked, request.origin);
    await this.interaction.send(response, asked.waiting.client, reply);
  }
}
