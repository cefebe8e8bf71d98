import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NotAuthenticated } from '../protocol/authentication-refusals.js';
import { InvalidRequest } from '../protocol/refusal.js';
import type { Caller } from './caller.js';
import { KeyAuthentication } from './key-authentication.js';
import { PresentedTokens } from './presented-tokens.js';
import { awaitAddress, type ProvedCaller } from './proved-caller.js';
import { type Requirement, requirementOf } from './requirement.js';
import { SessionAuthentication } from './session-authentication.js';
import { ShownCredentials } from './shown-credentials.js';

/** Authenticates the caller by every credential of the request. `IpWhitelistGuard` and `PermissionGuard` run after it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly shown: ShownCredentials,
    private readonly tokens: PresentedTokens,
    private readonly keys: KeyAuthentication,
    private readonly sessions: SessionAuthentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const requirement = requirementOf(this.reflector, context);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const [first, ...others] = await this.callersOf(request, reply, requirement);
    awaitAddress(request, first, ...others);
    return true;
  }

  private async callersOf(
    request: FastifyRequest,
    reply: FastifyReply,
    requirement: Requirement,
  ): Promise<[ProvedCaller, ...ProvedCaller[]]> {
    const { token, apiKey, cookie } = this.shown.of(request);
    const callers: ProvedCaller[] = [];
    if (token !== undefined) callers.push(await this.tokens.callerOf(token, request, reply));
    if (apiKey !== undefined) callers.push(await this.keys.callerOf(apiKey, request.origin));
    if (cookie !== undefined && callers.length === 0) {
      callers.push(await this.sessions.callerOf(cookie, request));
    } else if (cookie !== undefined) {
      const leftover = await this.sessions.besides(cookie, request);
      if (leftover !== undefined) callers.push(leftover);
    }
    const [first, ...others] = callers;
    if (first === undefined) throw new NotAuthenticated(requirement.testsForSession !== true);
    if (others.some(({ caller }) => principalOf(caller) !== principalOf(first.caller))) {
      throw new InvalidRequest('The request shows credentials of two different principals; send one');
    }
    return [first, ...others];
  }
}

function principalOf(caller: Caller): string {
  return caller.isApplication ? `application ${caller.clientId ?? ''}` : `user ${caller.account?.id ?? ''}`;
}

/** The authenticated caller. */
export const CallerOf = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);
