import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PresentedTokens } from '../access/presented-tokens.js';
import { Described } from '../faces/described.js';
import { ApiExcludeEndpoint } from '../faces/open-api.js';
import { accessTokenOf } from './access-token-of.js';
import { Userinfo } from './userinfo.js';
import { USERINFO } from './userinfo.docs.js';

/** UserInfo endpoint. @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo */
@Controller('oauth/userinfo')
export class UserinfoController {
  constructor(
    private readonly tokens: PresentedTokens,
    private readonly userinfo: Userinfo,
  ) {}

  @Get()
  @Described(USERINFO)
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply);
  }

  @Post()
  @ApiExcludeEndpoint()
  @HttpCode(200)
  post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request, reply);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = await this.tokens.callerOf(accessTokenOf(request), request, reply);
    const told = await this.userinfo.tell(caller);
    const type = typeof told === 'string' ? 'application/jwt' : 'application/json; charset=utf-8';
    void reply.header('cache-control', 'private, no-store').type(type).send(told);
  }
}
