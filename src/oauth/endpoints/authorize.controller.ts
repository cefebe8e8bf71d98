import { Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../clock/clock.js';
import { DescribedForBrowsers } from '../../http/described.js';
import { ApiExcludeEndpoint } from '../../http/open-api.js';
import { parametersOf, queryParameters } from '../../http/request-parameters.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { GrantedResponses } from '../authorize/granted-responses.js';
import { NextSteps } from '../authorize/next-step.js';
import { AuthorizationPipeline } from '../authorize/pipeline.js';
import type { AuthorizationRequest } from '../authorize/authorization-request.js';
import { RequestUse } from '../authorize/request-use.js';
import type { WaitingRequest } from '../authorize/ticket.js';
import { AuthorizationError } from '../authorize/authorization-error.js';
import { AuthorizationErrorFilter } from './authorization-error.filter.js';
import { Interaction } from './interaction.js';
import { AUTHORIZE } from './authorize.docs.js';

/** Authorization endpoint. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1 */
@Controller('oauth/authorize')
@UseFilters(AuthorizationErrorFilter)
export class AuthorizeController {
  constructor(
    private readonly pipeline: AuthorizationPipeline,
    private readonly nextSteps: NextSteps,
    private readonly responses: GrantedResponses,
    private readonly interaction: Interaction,
    private readonly use: RequestUse,
    private readonly clock: Clock,
  ) {}

  @Get()
  @DescribedForBrowsers(AUTHORIZE)
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.pipeline.receive(queryParameters(request.url), this.clock.now(), request.origin);
    await this.proceed(waiting, request, reply);
  }

  /** A form posted from another site carries no cookie; the redirect that follows does, and binds the request to it. */
  @Post()
  @ApiExcludeEndpoint()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const waiting = await this.pipeline.receive(parametersOf(request, ['form']), this.clock.now(), request.origin);
    await this.pipeline.check(waiting, request.origin).catch(leaveToRedirect);
    await this.interaction.askAgain(waiting, request, reply);
  }

  /** The address to which the pages send the browser back. */
  @Get('resume')
  @ApiExcludeEndpoint()
  async resume(
    @Query('ticket') ticket: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (typeof ticket !== 'string') throw InvalidRequest.field('ticket', 'is required');
    await this.proceed(await this.interaction.broughtBack(ticket, request, reply), request, reply);
  }

  private async proceed(waiting: WaitingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const checked = await this.pipeline.check(waiting, request.origin);
    const signedIn = await this.interaction.signedIn(request);
    const step = await this.nextSteps.of(checked, signedIn, waiting.answers);
    if (step !== 'issue' || signedIn === undefined) {
      await this.use.wait(checked, waiting.startedAt, request.origin);
      await this.interaction.ask(step === 'issue' ? 'sign-in' : step, carried(waiting, checked), request, reply);
      return;
    }
    const response = await this.responses.to(checked, signedIn, request.origin);
    await this.interaction.send(response, checked.client, reply);
  }
}

/** The request as the pages carry it: with what was established when it came. */
function carried(
  waiting: WaitingRequest,
  { defaultScopes, signedParameters, signedUnder }: AuthorizationRequest,
): WaitingRequest {
  const read = signedParameters && { parameters: signedParameters, signed: true, signedUnder };
  return { ...waiting, ...read, defaultScopes };
}

/** Only a request with the cookie shows whether an account is signed in, which decides how an error is reported. */
function leaveToRedirect(error: unknown): void {
  if (!(error instanceof AuthorizationError)) throw error;
}
