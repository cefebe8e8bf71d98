import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import type { Established } from '../faces/refusal-notes.js';
import { AccessDenied, InsufficientScope, InvalidRequest, NotAuthenticated } from '../protocol/refusal.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { Authentication } from './authentication.js';
import { type Caller, isAdmin } from './caller.js';
import { PERMISSION_CHECKS, stepsOf } from './caller-checks.js';
import { shownCredentials } from './credentials-of-request.js';
import { refuseCrossSite } from './cross-site.js';
import { PresentedTokens } from './presented-tokens.js';
import { REQUIREMENT, type Requirement } from './requirement.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** Establishes who calls, from where, and whether they may: the credential first, then the address, then the scope and role. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly cookie: SessionCookie,
    private readonly tokens: PresentedTokens,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const requirement = this.reflector.get<Requirement | undefined>(REQUIREMENT, context.getHandler());
    if (requirement === undefined) throw new Error(`${context.getHandler().name} does not say what it requires`);
    const caller = await this.callerOf(request, context.switchToHttp().getResponse<FastifyReply>(), requirement);
    request.caller = caller;
    request.established = callerOnly;
    const subject = { userId: caller.account?.id, clientId: caller.clientId ?? undefined };
    if (requirement.scope !== undefined && !caller.scopes.has(requirement.scope)) {
      throw new InsufficientScope(requirement.scope, subject).at(PERMISSION_CHECKS, 'scope-carried');
    }
    if (requirement.admin && !isAdmin(caller)) {
      throw new AccessDenied('needs an admin', subject).at(PERMISSION_CHECKS, 'role');
    }
    request.established = permitted;
    // what a caller is shown is theirs alone, and shared caches do not know every credential there is
    context.switchToHttp().getResponse<FastifyReply>().header('cache-control', 'no-store');
    return true;
  }

  private async callerOf(request: FastifyRequest, reply: FastifyReply, requirement: Requirement): Promise<Caller> {
    const { token, apiKey, cookie } = shownCredentials(request, this.cookie.name, this.settings.apiKeyInQuery);
    const { origin } = request;
    const callers: Caller[] = [];
    if (token !== undefined) callers.push(await this.tokens.callerOf(token, request, reply));
    if (apiKey !== undefined) callers.push(await this.authentication.byApiKey(apiKey.key, apiKey.inQuery, origin));
    if (cookie !== undefined && callers.length === 0) {
      refuseCrossSite(request, this.settings.issuer);
      callers.push(await this.authentication.bySession(cookie, origin));
    } else if (cookie !== undefined) {
      // beside another credential a cookie that has ended is just a leftover
      const leftover = await this.authentication.bySession(cookie, origin).catch(() => undefined);
      if (leftover !== undefined) callers.push(leftover);
    }
    const [caller, ...others] = callers;
    if (caller === undefined) throw new NotAuthenticated(requirement.looksWhoIsThere !== true);
    if (others.some((other) => principalOf(other) !== principalOf(caller))) {
      throw new InvalidRequest('The request shows credentials of two different principals; send one');
    }
    return caller;
  }
}

function callerOnly({ caller }: FastifyRequest): Established {
  const userId = caller?.isApplication === true ? undefined : caller?.account?.id;
  return {
    subject: { userId, clientId: caller?.clientId ?? undefined },
    proved: caller !== undefined,
    steps: caller === undefined ? [] : stepsOf(caller),
  };
}

function permitted(request: FastifyRequest): Established {
  const known = callerOnly(request);
  return { ...known, steps: [...known.steps, ...PERMISSION_CHECKS.passed()] };
}

function principalOf(caller: Caller): string {
  return caller.isApplication ? `application ${caller.clientId ?? ''}` : `user ${caller.account?.id ?? ''}`;
}

/** Who calls. */
export const CallerOf = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);
