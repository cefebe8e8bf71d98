import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '../../http/open-api.js';
import { HealthService } from './health.service.js';

/** For load balancers and orchestrators. */
@Controller('health')
@ApiTags('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The process runs and its event loop turns. */
  @Get('live')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiOkResponse({ standardSchema: z.object({ status: z.literal('live') }) })
  @Header('cache-control', 'no-store')
  live(): object {
    return { status: 'live' };
  }

  /** Readiness. 503 with the reasons if the node cannot serve. */
  @Get('ready')
  @ApiOperation({ summary: 'Whether requests may be sent here' })
  @ApiOkResponse({ standardSchema: z.object({ status: z.literal('ready') }) })
  @ApiServiceUnavailableResponse({ standardSchema: z.object({ status: z.literal('unavailable'), reason: z.string() }) })
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const faults = await this.health.faults();
    if (faults.length === 0) return { status: 'ready' };
    void reply.status(503);
    return { status: 'unavailable', reason: faults.join('; ') };
  }
}
