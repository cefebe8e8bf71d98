import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { InvalidRequest, NotAuthenticated } from '../protocol/refusal.js';
import type { Origin } from '../protocol/origin.js';
import { SessionCookie } from './session-cookie.js';
import { Authentication } from './authentication.js';
import type { Caller } from './caller.js';
import { shownCredentials } from './credentials-of-request.js';
import { refuseCrossSite } from './cross-site.js';
import { PresentedTokens } from './presented-tokens.js';
import { awaitAddress, type ProvedCaller } from './proved-caller.js';
import { type Requirement, requirementOf } from './requirement.js';

/** Authenticates the caller by every credential of the request. `IpWhitelistGuard` and `PermissionGuard` run after it. */
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
    const { token, apiKey, cookie } = shownCredentials(request, this.cookie.name, this.settings.apiKeyInQuery);
    const { origin } = request;
    const callers: ProvedCaller[] = [];
    if (token !== undefined) callers.push(await this.tokens.callerOf(token, request, reply));
    if (apiKey !== undefined) callers.push(await this.authentication.byApiKey(apiKey.key, apiKey.inQuery, origin));
    if (cookie !== undefined && callers.length === 0) {
      refuseCrossSite(request, this.settings.issuer);
      callers.push(await this.authentication.bySession(cookie, origin));
    } else if (cookie !== undefined) {
      // next to another credential, an invalid cookie is ignored as a leftover
      const leftover = await this.leftover(cookie, origin).catch(() => undefined);
      if (leftover !== undefined) callers.push(leftover);
    }
    const [first, ...others] = callers;
    if (first === undefined) throw new NotAuthenticated(requirement.looksWhoIsThere !== true);
    if (others.some(({ caller }) => principalOf(caller) !== principalOf(first.caller))) {
      throw new InvalidRequest('The request shows credentials of two different principals; send one');
    }
    return [first, ...others];
  }

  private async leftover(cookie: string, origin: Origin): Promise<ProvedCaller> {
    const proved = await this.authentication.bySession(cookie, origin);
    for (const list of proved.lists) IpWhitelistGuard.decide(origin.address, list);
    return proved;
  }
}

function principalOf(caller: Caller): string {
  return caller.isApplication ? `application ${caller.clientId ?? ''}` : `user ${caller.account?.id ?? ''}`;
}

/** The authenticated caller. */
export const CallerOf = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller,
);
