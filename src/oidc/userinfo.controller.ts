import { Controller, Get, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CallerOf } from '../access/access.guard.js';
import type { Caller } from '../access/caller.js';
import { Described } from '../http/described.js';
import { ApiExcludeEndpoint } from '../http/open-api.js';
import { IpWhitelistGuard } from '../network/ip-whitelist.guard.js';
import { Userinfo } from './userinfo.js';
import { USERINFO } from './userinfo.docs.js';
import { UserinfoGuard } from './userinfo.guard.js';

/** UserInfo endpoint. @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo */
@Controller('oauth/userinfo')
@UseGuards(UserinfoGuard, IpWhitelistGuard)
export class UserinfoController {
  constructor(private readonly userinfo: Userinfo) {}

  @Get()
  @Described(USERINFO)
  get(@CallerOf() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(caller, reply);
  }

  @Post()
  @ApiExcludeEndpoint()
  @HttpCode(200)
  post(@CallerOf() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(caller, reply);
  }

  private async answer(caller: Caller, reply: FastifyReply): Promise<void> {
    const told = await this.userinfo.tell(caller);
    const type = typeof told === 'string' ? 'application/jwt' : 'application/json; charset=utf-8';
    void reply.header('cache-control', 'private, no-store').type(type).send(told);
  }
}
