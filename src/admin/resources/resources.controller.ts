import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import {
  NewResourceBody,
  ProtectedResource,
  ResourceChangeBody,
  ResourceListQuery,
  ResourcePage,
} from './resources.dto.js';
import { ResourcesService } from './resources.service.js';

@ManagementController('resources')
export class ResourcesController {
  constructor(private readonly resources: ResourcesService) {}

  @Get()
  @Requires('read:resources', 'List your protected resources; admins, with read:users: all')
  @ApiOkResponse({ type: ResourcePage })
  list(@CallerOf() caller: Caller, @Query() query: ResourceListQuery) {
    return this.resources.list(caller, query);
  }

  @Post()
  @RequiresFresh('write:resources', "Register a protected resource: an API that accepts this server's tokens")
  @ApiCreatedResponse({ type: ProtectedResource })
  create(@CallerOf() caller: Caller, @Body() body: NewResourceBody) {
    return this.resources.create(caller, body);
  }

  @Get(':id')
  @Requires('read:resources', 'Read a protected resource')
  @ApiOkResponse({ type: ProtectedResource })
  read(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.resources.read(caller, id);
  }

  @Patch(':id')
  @RequiresFresh('write:resources', 'Change a protected resource')
  @ApiOkResponse({ type: ProtectedResource })
  change(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Body() body: ResourceChangeBody) {
    return this.resources.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFresh('write:resources', 'Delete a protected resource')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.resources.delete(caller, id);
  }
}
