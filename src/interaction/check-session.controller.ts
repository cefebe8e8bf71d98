import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings.js';
import { cookieName } from '../http/cookie.js';
import { ApiExcludeController } from '../http/open-api.js';
import { CheckSessionPage } from '../pages/check-session.page.js';
import { ownPath } from '../protocol/own-address.js';

/** The one page that other sites may frame. @see https://openid.net/specs/openid-connect-session-1_0.html#OPiframe */
@Controller('oauth/check-session')
@ApiExcludeController()
export class CheckSessionController {
  private readonly page: string;

  constructor({ issuer }: Settings) {
    const script = ownPath(issuer, '/pages/check-session.js');
    this.page = CheckSessionPage({ script, cookieName: cookieName(issuer, 'state') });
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors *")
  @Header('cache-control', 'public, max-age=3600')
  frame(@Res() reply: FastifyReply): void {
    void reply.removeHeader('x-frame-options').send(this.page);
  }
}
