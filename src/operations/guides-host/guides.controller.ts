import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiExcludeController } from '../../http/open-api.js';
import { NotFound } from '../../protocol/refusal.js';
import { GuidePages } from './guide-pages.js';

/** The guides are public: they hold nothing of this server but the path of its issuer. */
@Controller('docs/guides')
@ApiExcludeController()
export class GuidesController {
  constructor(private readonly pages: GuidePages) {}

  @Get(['', '*'])
  @Header('cache-control', 'no-cache')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param('*') place: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): string {
    const page = this.pages.page((place ?? '').replace(/\/$/, ''));
    if (page === undefined) throw new NotFound('Guide');
    void reply.header('content-security-policy', this.pages.policy());
    return page;
  }
}
