import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ApiExcludeController } from '../../http/open-api.js';
import { NotFound } from '../../protocol/refusal.js';
import { GuideFiles } from './guide-files.js';

/** The guides are public: they hold nothing of this server but the path of its issuer. */
@Controller('docs/guides')
@ApiExcludeController()
export class GuidesController {
  constructor(private readonly files: GuideFiles) {}

  @Get(['', '*'])
  file(@Param('*') place: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): string {
    const file = this.files.at(place ?? '');
    if (file === undefined) throw new NotFound('Guide');
    void reply
      .header('content-security-policy', this.files.policy())
      .header('cache-control', file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      .type(file.type);
    return file.body;
  }
}
