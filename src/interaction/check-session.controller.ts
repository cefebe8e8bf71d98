import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiExcludeController } from '../http/open-api.js';
import { CheckSessionPage } from '../pages/check-session.page.js';

const PAGE = CheckSessionPage();

/** The one page that other sites may frame. @see https://openid.net/specs/openid-connect-session-1_0.html#OPiframe */
@Controller('oauth/check-session')
@ApiExcludeController()
export class CheckSessionController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors *")
  @Header('cache-control', 'public, max-age=3600')
  frame(@Res() reply: FastifyReply): void {
    void reply.removeHeader('x-frame-options').send(PAGE);
  }
}
