import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from '../../http/authorization-header.js';
import { Settings } from '../../config/settings.js';
import { certificateOf } from '../../http/client-certificate.js';
import type { Established } from '../../http/refusal-notes.js';
import { oauthParametersOf } from '../../http/request-parameters.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { ClientCredentialsOffered } from '../client-auth/client-auth-method.js';
import { ClientAuthentication } from '../client-auth/client-authentication.js';
import { hasProved, subjectOf } from '../stores/caller-of.js';

/** httpie posts JSON by default. */
const FORM_OR_JSON = ['form', 'json'] as const;

/** Authenticates the client of a back-channel endpoint. */
@Injectable()
export class ClientGuard implements CanActivate {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const parameters = oauthParametersOf(request, FORM_OR_JSON);
    request.client = await this.authentication.authenticate(this.offeredBy(request, parameters));
    request.parameters = parameters;
    request.established = this.established;
    return true;
  }

  private offeredBy(request: FastifyRequest, parameters: Parameters): ClientCredentialsOffered {
    return {
      authorization: authorizationOf(request),
      parameters,
      origin: request.origin,
      endpoint: request.routeOptions.url ?? '',
      certificate: () => certificateOf(request, this.settings),
    };
  }

  private readonly established = (request: FastifyRequest): Established => {
    const { client, parameters } = request;
    if (client === undefined || parameters === undefined) return { subject: {}, proved: false, steps: [] };
    const steps = this.authentication.stepsOf(client, this.offeredBy(request, parameters));
    return { subject: subjectOf(client), proved: hasProved(client), steps };
  };
}
