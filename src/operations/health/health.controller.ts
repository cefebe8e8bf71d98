import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Field } from '../../fields/field.js';
import { oneOf, text } from '../../fields/kinds.js';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '../../http/open-api.js';
import { HealthService } from './health.service.js';

class Live {
  @Field(oneOf(['live'])) status!: 'live';
}

class Ready {
  @Field(oneOf(['ready'])) status!: 'ready';
}

class Unavailable {
  @Field(oneOf(['unavailable'])) status!: 'unavailable';
  @Field(text()) reason!: string;
}

/** For load balancers and orchestrators. */
@Controller('health')
@ApiTags('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The process runs and its event loop turns. */
  @Get('live')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiOkResponse({ type: Live })
  @Header('cache-control', 'no-store')
  live(): object {
    return { status: 'live' };
  }

  /** Readiness. 503 with the reasons if the node cannot serve. */
  @Get('ready')
  @ApiOperation({ summary: 'Whether requests may be sent here' })
  @ApiOkResponse({ type: Ready })
  @ApiServiceUnavailableResponse({ type: Unavailable })
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const faults = await this.health.faults();
    if (faults.length === 0) return { status: 'ready' };
    void reply.status(503);
    return { status: 'unavailable', reason: faults.join('; ') };
  }
}
