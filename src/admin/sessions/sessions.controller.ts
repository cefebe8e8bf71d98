import { Delete, Get, HttpCode, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFreshOfOthers } from '../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { SessionCookie } from '../../access/session-cookie.js';
import { SessionEndingQuery, SessionListQuery, SessionPage } from './sessions.dto.js';
import { SessionsService } from './sessions.service.js';

@ManagementController('sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @Requires('read:account', "List the caller's own browser sessions; admins, with read:users: anyone's")
  @ApiOkResponse({ type: SessionPage })
  list(@CallerOf() caller: Caller, @Query() query: SessionListQuery) {
    return this.sessions.list(caller, query);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFreshOfOthers('write:account', 'End one of your browser sessions; admins, with write:users: any')
  @ApiNoContentResponse()
  async end(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (await this.sessions.end(caller, id)) await this.cookie.clear(reply);
  }

  @Delete()
  @HttpCode(204)
  @RequiresFreshOfOthers(
    'write:account',
    "End all of one's other browser sessions; admins, with write:users: all of anyone's",
  )
  @ApiNoContentResponse()
  async endAll(
    @CallerOf() caller: Caller,
    @Query() query: SessionEndingQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { current, sessionSecret } = await this.sessions.endAll(caller, query);
    if (current) await this.cookie.clear(reply);
    else if (sessionSecret !== undefined) this.cookie.set(reply, sessionSecret);
  }
}
