import { Delete, Get, HttpCode, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CallerOf } from '../../../access/access.guard.js';
import type { Caller } from '../../../access/caller.js';
import { ManagementController } from '../../../access/management-controller.js';
import { Requires } from '../../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../../http/open-api.js';
import { PathParam } from '../../../http/path-param.js';
import { resourceId } from '../../../http/resource-id.js';
import { TrustedBrowsersResource } from './trusted-browsers.dto.js';
import { TrustedBrowsersService } from './trusted-browsers.service.js';

@ManagementController('users/me/trusted-browsers')
export class MyTrustedBrowsersController {
  constructor(private readonly browsers: TrustedBrowsersService) {}

  @Get()
  @Requires('read:account', 'List the browsers that you trust')
  @ApiOkResponse({ type: TrustedBrowsersResource })
  list(@CallerOf() caller: Caller, @Req() request: FastifyRequest) {
    return this.browsers.list(caller, request);
  }

  @Delete(':browserId')
  @HttpCode(204)
  @Requires('write:account', 'Trust a browser no more')
  @ApiNoContentResponse()
  remove(@CallerOf() caller: Caller, @PathParam('browserId', resourceId) id: string) {
    return this.browsers.remove(caller, id);
  }

  @Delete()
  @HttpCode(204)
  @Requires('write:account', 'Trust no browser any more')
  @ApiNoContentResponse()
  removeAll(@CallerOf() caller: Caller) {
    return this.browsers.removeAll(caller);
  }
}
