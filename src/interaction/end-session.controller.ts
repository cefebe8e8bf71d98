import { Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../clock/clock.js';
import { DescribedForBrowsers } from '../http/described.js';
import { ApiExcludeEndpoint } from '../http/open-api.js';
import { parametersOf, queryParameters } from '../http/request-parameters.js';
import { Tickets } from '../oauth/authorize/ticket.js';
import { BackEndSignOut } from '../oidc/back-end-sign-out.js';
import { SignOutRequests } from '../oidc/sign-out-request.js';
import type { Parameters } from '../protocol/parameters.js';
import { BackEndGuard } from './back-end.guard.js';
import { BrowserMark } from './browser-mark.js';
import { END_SESSION } from './end-session.docs.js';

/**
 * The end-session endpoint.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
@Controller('oauth/end-session')
export class EndSessionController {
  constructor(
    private readonly requests: SignOutRequests,
    private readonly tickets: Tickets,
    private readonly mark: BrowserMark,
    private readonly backEnd: BackEndSignOut,
    private readonly clock: Clock,
  ) {}

  @Get()
  @DescribedForBrowsers(END_SESSION)
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.begin(queryParameters(request.url), this.mark.nameOf(request, reply), reply);
  }

  @Post()
  @UseGuards(BackEndGuard)
  @ApiExcludeEndpoint()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { fromBackEnd, client, origin } = request;
    if (fromBackEnd === undefined) return this.begin(parametersOf(request, ['form']), null, reply);
    await this.backEnd.signOut(fromBackEnd, client, origin);
    void reply.status(204).header('cache-control', 'no-store').send();
  }

  /** A form posted from another site carries no cookie; the redirect that follows does, and binds the request to it. */
  private async begin(parameters: Parameters, browser: string | null, reply: FastifyReply): Promise<void> {
    await this.requests.check(parameters);
    const ticket = this.tickets.seal({ parameters, startedAt: this.clock.now() }, browser);
    void reply
      .status(303)
      .header('location', `/interaction/sign-out?ticket=${ticket}`)
      .header('cache-control', 'no-store')
      .send();
  }
}
