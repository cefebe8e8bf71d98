import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../faces/open-api.js';
import { parametersOf } from '../faces/request-parameters.js';
import { Tickets } from '../oauth/authorize/ticket.js';
import { type SignOutRequest, SignOutRequests } from '../oidc/sign-out-request.js';
import { Parameters } from '../protocol/parameters.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { BrowserSignOut } from './browser-sign-out.js';
import { FormGuard } from './form-guard.js';
import { SignOutView } from './sign-out.view.js';

const DECISIONS = ['sign-out', 'stay'] as const;

/** Whether the browser may go to the application with no session to end and no decision of a person. */
function mayReturn({ client, hint }: SignOutRequest): boolean {
  return hint !== undefined || client?.firstParty === true;
}

/** Where a person signs out: asked, unless the application that sent them proved that it means this session. */
@Controller('interaction/sign-out')
@ApiExcludeController()
export class SignOutController {
  constructor(
    private readonly requests: SignOutRequests,
    private readonly tickets: Tickets,
    private readonly forms: FormGuard,
    private readonly browser: BrowserSignOut,
    private readonly view: SignOutView,
  ) {}

  @Get()
  async show(
    @Query('ticket') ticket: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (ticket !== undefined && typeof ticket !== 'string') throw InvalidRequest.field('ticket', 'is given twice');
    const signOut = await this.requestOf(ticket);
    const session = await this.browser.sessionOf(request);
    const mustAsk = session && !this.requests.proves(signOut, { id: session.id, userId: session.account.id });
    if (mustAsk) await this.view.ask(signOut, session, ticket ?? '', request, reply);
    else if (session === undefined && !mayReturn(signOut)) await this.view.wasSignedOut(signOut, reply);
    else await this.view.signedOut(signOut, await this.browser.signOut(session, request, reply), reply);
  }

  @Post()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'decision');
    this.forms.check(request, form.optional('csrf'));
    const decision = DECISIONS.find((known) => known === form.required('decision'));
    if (decision === undefined) throw InvalidRequest.field('decision', `must be ${DECISIONS.join(' or ')}`);
    const signOut = await this.requestOf(form.optional('ticket'));
    if (decision === 'stay') {
      await this.view.stillSignedIn(signOut, reply);
      return;
    }
    const session = await this.browser.sessionOf(request);
    await this.view.signedOut(signOut, await this.browser.signOut(session, request, reply), reply);
  }

  /** Without a ticket nobody has sent the person. */
  private requestOf(ticket: string | undefined): Promise<SignOutRequest> {
    const parameters = ticket === undefined ? Parameters.none : this.tickets.open(ticket).parameters;
    return this.requests.check(parameters);
  }
}
