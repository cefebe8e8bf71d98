import { createParamDecorator, type ExecutionContext, Injectable, type CanActivate } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from '../../faces/authorization-header.js';
import { Settings } from '../../config/settings.js';
import { certificateOf } from '../../faces/client-certificate.js';
import { parametersOf } from '../../faces/request-parameters.js';
import type { Step } from '../../protocol/check-list.js';
import type { ClientCredentialsOffered } from '../client-auth/client-auth-method.js';
import { ClientAuthentication } from '../client-auth/client-authentication.js';
import type { Application } from '../stores/applications.js';

declare module 'fastify' {
  interface FastifyRequest {
    client?: Application;
  }
}

/** Establishes the client before a back-channel endpoint runs. */
@Injectable()
export class ClientGuard implements CanActivate {
  constructor(
    private readonly authentication: ClientAuthentication,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.client = await this.authentication.authenticate(this.offeredBy(request));
    request.stepsBefore = this.stepsOf;
    return true;
  }

  private offeredBy(request: FastifyRequest): ClientCredentialsOffered {
    return {
      authorization: authorizationOf(request),
      parameters: parametersOf(request, ['form', 'json']),
      origin: request.origin,
      certificate: () => certificateOf(request, this.settings),
    };
  }

  private readonly stepsOf = (request: FastifyRequest): Step[] =>
    request.client === undefined ? [] : this.authentication.stepsOf(request.client, this.offeredBy(request));
}

/** The application that authenticated. */
export const AuthenticatedClient = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().client,
);
