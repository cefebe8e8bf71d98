import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { resourceId } from '../../http/resource-id.js';
import { applicationPage, applicationResource, newApplicationResource } from './applications.presentation.js';
import {
  applicationChangeBody,
  type ApplicationChangeBody,
  applicationListQuery,
  type ApplicationListQuery,
  newApplicationBody,
  type NewApplicationBody,
} from './applications.schemas.js';
import { ApplicationsService } from './applications.service.js';

@ManagementController('applications')
export class ApplicationsController {
  constructor(private readonly applications: ApplicationsService) {}

  @Post()
  @Requires('write:applications', 'Create an OAuth application; its secret is shown this once')
  @ApiCreatedResponse({ standardSchema: newApplicationResource })
  create(@CallerOf() caller: Caller, @Body({ schema: newApplicationBody }) body: NewApplicationBody) {
    return this.applications.create(caller, body);
  }

  @Get()
  @Requires('read:applications', 'List your OAuth applications; admins, with read:users: all')
  @ApiOkResponse({ standardSchema: applicationPage })
  list(@CallerOf() caller: Caller, @Query({ schema: applicationListQuery }) query: ApplicationListQuery) {
    return this.applications.list(caller, query);
  }

  @Get(':id')
  @Requires('read:applications', 'Read an OAuth application')
  @ApiOkResponse({ standardSchema: applicationResource })
  read(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.applications.read(caller, id);
  }

  @Patch(':id')
  @Requires('write:applications', 'Change, disable or enable an OAuth application')
  @ApiOkResponse({ standardSchema: applicationResource })
  change(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: applicationChangeBody }) body: ApplicationChangeBody,
  ) {
    return this.applications.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('write:applications', 'Delete an OAuth application with its sign-ins')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.applications.delete(caller, id);
  }

  @Post(':id/end-everything')
  @HttpCode(200)
  @Requires('write:applications', 'End every sign-in and token of an OAuth application')
  @ApiOkResponse({ standardSchema: applicationResource })
  endEverything(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.applications.endEverything(caller, id);
  }
}
