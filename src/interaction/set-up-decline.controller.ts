import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { parametersOf } from '../http/request-parameters.js';
import { AuthorizationError } from '../oauth/authorize/authorization-error.js';
import { AUTHORIZE_CHECKS } from '../oauth/authorize/checks.js';
import { AuthorizationPipeline } from '../oauth/authorize/pipeline.js';
import { AuthorizationErrorFilter } from '../oauth/endpoints/authorization-error.filter.js';
import { Refusal } from '../protocol/refusal.js';
import { FormGuard } from './form-guard.js';
import { HalfSignIns } from './half-sign-ins.js';
import { WaitingRequests } from './waiting-requests.js';

/** The way back to an application that insists on a passkey, for a person who makes none. Nothing is signed in, and what waited has ended. */
@Controller('interaction/set-up/decline')
@ApiExcludeController()
@UseFilters(AuthorizationErrorFilter)
export class SetUpDeclineController {
  constructor(
    private readonly forms: FormGuard,
    private readonly requests: WaitingRequests,
    private readonly halves: HalfSignIns,
    private readonly pipeline: AuthorizationPipeline,
  ) {}

  @Post()
  async decline(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<never> {
    const form = parametersOf(request, ['form']).only('csrf', 'ticket');
    this.forms.check(request, form.optional('csrf'));
    const waiting = await this.requests.open(form.required('ticket'), request, reply);
    const { id: userId } = await this.halves.enrolling(waiting);
    this.halves.end(reply);
    const asked = await this.pipeline.check(waiting, request.origin);
    const { name, clientId } = asked.client;
    const refusal = new Refusal('unmet_authentication_requirements', 'The person set no passkey up', {
      subject: { userId, clientId },
    });
    throw new AuthorizationError(refusal.at(AUTHORIZE_CHECKS, 'person', { client: name }), asked);
  }
}
