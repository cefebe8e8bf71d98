import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PresentedTokens } from '../access/presented-tokens.js';
import { awaitAddress } from '../access/proved-caller.js';
import { accessTokenOf } from './access-token-of.js';

/** Authenticates a userinfo request by the access token in its header or form. `IpWhitelistGuard` runs after it. */
@Injectable()
export class UserinfoGuard implements CanActivate {
  constructor(private readonly tokens: PresentedTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    awaitAddress(request, await this.tokens.callerOf(accessTokenOf(request), request, reply));
    return true;
  }
}
