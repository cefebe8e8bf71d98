import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { type SignOutRequest, SignOutRequests } from '../oidc/sign-out-request.js';
import { Parameters } from '../protocol/parameters.js';
import { InvalidRequest } from '../protocol/refusal.js';
import { BrowserSignOut } from './browser-sign-out.js';
import { DecidingPages } from './deciding-pages.js';
import { SignOutView } from './sign-out.view.js';
import { WaitingRequests } from './waiting-requests.js';

/** Whether the browser may continue to the application without a session to end or a decision. */
function mayReturn({ client, hint }: SignOutRequest): boolean {
  return hint !== undefined || client?.firstParty === true;
}

/** The sign-out page: the person is asked, unless an application that they are signed in to proved that it means this session. */
@Controller('interaction/sign-out')
@ApiExcludeController()
export class SignOutController {
  constructor(
    private readonly requests: SignOutRequests,
    private readonly waiting: WaitingRequests,
    private readonly browser: BrowserSignOut,
    private readonly view: SignOutView,
    private readonly pages: DecidingPages,
  ) {}

  @Get()
  async show(
    @Query('ticket') given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (given !== undefined && typeof given !== 'string') throw InvalidRequest.field('ticket', 'is given twice');
    const arrived = given === undefined ? undefined : await this.waiting.openArriving(given, request, reply);
    const signOut = await this.requests.check(arrived?.parameters ?? Parameters.none);
    const session = await this.browser.sessionOf(request);
    if (session && !(await this.requests.proves(signOut, { id: session.id, userId: session.account.id }))) {
      const ticket = arrived === undefined ? '' : await this.waiting.seal(arrived, request, reply);
      this.pages.send(await this.view.asking(signOut, session, ticket), request, reply);
    } else if (session === undefined && !mayReturn(signOut)) {
      await this.browser.signOut(undefined, request, reply);
      await this.view.wasSignedOut(signOut, reply);
    } else await this.view.signedOut(signOut, await this.browser.signOut(session, request, reply), reply);
  }

  @Post()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket', 'decision');
    const seen = this.pages.seenBy(request, form.optional('csrf'));
    const decision = form.oneOf('decision', 'sign-out', 'stay');
    // without a ticket the person opened the page directly
    const ticket = form.optional('ticket');
    const waiting = ticket === undefined ? undefined : await this.waiting.open(ticket, request, reply);
    const signOut = await this.requests.check(waiting?.parameters ?? Parameters.none);
    if (decision === 'stay') {
      await this.view.stillSignedIn(signOut, reply);
      return;
    }
    const session = await this.browser.sessionOf(request);
    if (session === undefined && (await this.browser.hasAnother(request))) {
      this.waiting.goTo('/interaction/sign-out', ticket, reply);
      return;
    }
    const page = session && (await this.view.asking(signOut, session, ticket ?? ''));
    if (page !== undefined && !this.pages.isAsSeen(page, seen)) this.pages.send(page, request, reply, true);
    else await this.view.signedOut(signOut, await this.browser.signOut(session, request, reply), reply);
  }
}
