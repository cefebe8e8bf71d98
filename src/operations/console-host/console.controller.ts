import { randomBytes } from 'node:crypto';
import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { ApiExcludeController } from '../../http/open-api.js';
import { NotFound } from '../../protocol/refusal.js';
import { ConsoleFiles } from './console-files.js';
import { consolePolicy } from './console-policy.js';

/** Best first; a client that accepts one gets it, however it ranks the others. */
const CODINGS = ['br', 'gzip', 'identity'];

/** The console's files are public; the API that they call authorizes. */
@Controller('console')
@ApiExcludeController()
export class ConsoleController {
  constructor(private readonly files: ConsoleFiles) {}

  @Get('assets/:file')
  asset(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const file = this.files.asset(name);
    if (file === undefined) throw new NotFound('File');
    const acceptable = new Negotiator(request.raw).encodings([...file.bodies.keys()]);
    const coding = CODINGS.find((name) => acceptable.includes(name)) ?? 'identity';
    if (coding !== 'identity') void reply.header('content-encoding', coding);
    void reply
      // the name carries a hash of the content
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
