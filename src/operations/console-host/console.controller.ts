import { randomBytes } from 'node:crypto';
import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiExcludeController } from '../../http/open-api.js';
import { NotFound } from '../../protocol/refusal.js';
import { ConsoleFiles } from './console-files.js';
import { consolePolicy } from './console-policy.js';
import { contentCoding } from './content-coding.js';

/** The console's files. Who may see what is decided by the API they call. */
@Controller('console')
@ApiExcludeController()
export class ConsoleController {
  constructor(private readonly files: ConsoleFiles) {}

  @Get('assets/:file')
  asset(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const file = this.files.asset(name);
    if (file === undefined) throw new NotFound('File');
    const coding = contentCoding(request.headers['accept-encoding'], file.bodies);
    if (coding !== '') void reply.header('content-encoding', coding);
    void reply
      // the name carries a hash of what is in it
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(file.type)
      .send(file.bodies.get(coding));
  }

  @Get(['', '*'])
  @Header('cache-control', 'no-store')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    const nonce = randomBytes(16).toString('base64');
    const page = this.files.pageWith(nonce);
    if (page === undefined) throw new NotFound('Console');
    void reply.header('content-security-policy', consolePolicy(nonce));
    return page;
  }
}
