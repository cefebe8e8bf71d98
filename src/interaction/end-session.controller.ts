import { Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DescribedForBrowsers } from '../http/described.js';
import { ApiExcludeEndpoint } from '../http/open-api.js';
import { parametersOf, queryParameters } from '../http/request-parameters.js';
import { BackEndSignOut } from '../oidc/back-end-sign-out.js';
import { SignOutRequests } from '../oidc/sign-out-request.js';
import { BackEndGuard } from './back-end.guard.js';
import { END_SESSION } from './end-session.docs.js';
import { WaitingRequests } from './waiting-requests.js';

const PAGE = '/interaction/sign-out';

/**
 * The end-session endpoint.
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
@Controller('oauth/end-session')
export class EndSessionController {
  constructor(
    private readonly requests: SignOutRequests,
    private readonly waiting: WaitingRequests,
    private readonly backEnd: BackEndSignOut,
  ) {}

  @Get()
  @DescribedForBrowsers(END_SESSION)
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const parameters = queryParameters(request.url);
    await this.requests.check(parameters);
    await this.waiting.send(PAGE, this.waiting.begun(parameters), request, reply);
  }

  @Post()
  @UseGuards(BackEndGuard)
  @ApiExcludeEndpoint()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { fromBackEnd, client, origin } = request;
    if (fromBackEnd === undefined) return this.fromAnotherSite(request, reply);
    await this.backEnd.signOut(fromBackEnd, client, origin);
    void reply.status(204).header('cache-control', 'no-store').send();
  }

  /** A form posted from another site carries no cookie; the redirect that follows does, and binds the request to it. */
  private async fromAnotherSite(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const parameters = parametersOf(request, ['form']);
    await this.requests.check(parameters);
    await this.waiting.sendUnbound(PAGE, this.waiting.begun(parameters), request, reply);
  }
}
