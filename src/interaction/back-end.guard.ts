import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { authorizationOf } from '../http/authorization-header.js';
import { oauthDialect } from '../http/oauth.dialect.js';
import { parametersOf } from '../http/request-parameters.js';
import { isBasic } from '../oauth/client-auth/basic-credentials.js';
import { ClientGuard } from '../oauth/endpoints/client.guard.js';
import type { Parameters } from '../protocol/parameters.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a server sends that asks for a sign-out; undefined: a browser was sent here. */
    fromBackEnd?: Parameters;
  }
}

const OF_CLIENTS = ['client_secret', 'client_assertion', 'refresh_token'] as const;

/**
 * Tells the sign-outs that servers ask for from those of browsers, which alone come with no token at all, answers them
 * as the OAuth endpoints do, and establishes the client of one that shows a secret or token. An `Authorization` header
 * of another scheme than Basic is ignored, as at those endpoints.
 */
@Injectable()
export class BackEndGuard implements CanActivate {
  constructor(private readonly clients: ClientGuard) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const parameters = parametersOf(request, ['form', 'json']);
    const showsClient = isBasic(authorizationOf(request) ?? '') || OF_CLIENTS.some((name) => isGiven(parameters, name));
    if (!showsClient && (!isGiven(parameters, 'id_token_hint') || isNavigation(request))) return true;
    request.dialect = oauthDialect;
    request.fromBackEnd = parameters;
    return showsClient ? this.clients.canActivate(context) : true;
  }
}

function isGiven(parameters: Parameters, name: string): boolean {
  return parameters.optional(name) !== undefined;
}

/** A form that a browser sends has a cookie of ours, says that it navigates, or names its origin and wants a page. */
function isNavigation({ headers: { cookie, origin, accept = '', 'sec-fetch-mode': mode } }: FastifyRequest): boolean {
  return cookie !== undefined || mode === 'navigate' || (origin !== undefined && accept.includes('text/html'));
}
