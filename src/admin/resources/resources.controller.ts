import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { resourceId } from '../../http/resource-id.js';
import {
  newResourceBody,
  type NewResourceBody,
  protectedResource,
  resourceChangeBody,
  type ResourceChangeBody,
  resourceListQuery,
  type ResourceListQuery,
  resourcePage,
} from './resources.schemas.js';
import { ResourcesService } from './resources.service.js';

@ManagementController('resources')
export class ResourcesController {
  constructor(private readonly resources: ResourcesService) {}

  @Get()
  @Requires('read:resources', 'List your protected resources; admins, with read:users: all')
  @ApiOkResponse({ standardSchema: resourcePage })
  list(@CallerOf() caller: Caller, @Query({ schema: resourceListQuery }) query: ResourceListQuery) {
    return this.resources.list(caller, query);
  }

  @Post()
  @Requires('write:resources', "Register a protected resource: an API that accepts this server's tokens")
  @ApiCreatedResponse({ standardSchema: protectedResource })
  create(@CallerOf() caller: Caller, @Body({ schema: newResourceBody }) body: NewResourceBody) {
    return this.resources.create(caller, body);
  }

  @Get(':id')
  @Requires('read:resources', 'Read a protected resource')
  @ApiOkResponse({ standardSchema: protectedResource })
  read(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.resources.read(caller, id);
  }

  @Patch(':id')
  @Requires('write:resources', 'Change a protected resource')
  @ApiOkResponse({ standardSchema: protectedResource })
  change(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: resourceChangeBody }) body: ResourceChangeBody,
  ) {
    return this.resources.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('write:resources', 'Delete a protected resource')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.resources.delete(caller, id);
  }
}
