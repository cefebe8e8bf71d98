import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresDeveloper, RequiresFresh } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { IfMatch } from '../../http/if-match.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { ApplicationListsService } from './application-lists.service.js';
import {
  ApplicationPage,
  ApplicationResource,
  EndedApplicationResource,
  NewApplicationResource,
} from './applications.presentation.js';
import { ApplicationChangeBody, ApplicationListQuery, NewApplicationBody } from './applications.dto.js';
import { NewApplicationsService } from './new-applications.service.js';
import { ApplicationsService } from './applications.service.js';

@ManagementController('applications')
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly lists: ApplicationListsService,
    private readonly newApplications: NewApplicationsService,
  ) {}

  @Post()
  @RequiresDeveloper('write:applications', 'applications', 'Create an OAuth application; its secret is shown this once')
  @ApiCreatedResponse({ type: NewApplicationResource })
  create(@CallerOf() caller: Caller, @Body() body: NewApplicationBody) {
    return this.newApplications.create(caller, body);
  }

  @Get()
  @Requires('read:applications', 'List your OAuth applications; admins, with read:users: all')
  @ApiOkResponse({ type: ApplicationPage })
  list(@CallerOf() caller: Caller, @Query() query: ApplicationListQuery) {
    return this.lists.list(caller, query);
  }

  @Get(':id')
  @Requires('read:applications', 'Read an OAuth application')
  @ApiOkResponse({ type: ApplicationResource })
  read(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.applications.read(caller, id);
  }

  @Patch(':id')
  @RequiresFresh('write:applications', 'Change, disable or enable an OAuth application')
  @ApiOkResponse({ type: ApplicationResource })
  change(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @Body() body: ApplicationChangeBody,
    @IfMatch() seen: string | undefined,
  ) {
    return this.applications.change(caller, id, body, seen);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFresh('write:applications', 'Delete an OAuth application with its sign-ins')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @IfMatch() seen: string | undefined) {
    return this.applications.delete(caller, id, seen);
  }

  @Post(':id/end-everything')
  @HttpCode(200)
  @RequiresFresh(
    'write:applications',
    'End every sign-in and token of an OAuth application, its registration access token, and what it made for people',
  )
  @ApiOkResponse({ type: EndedApplicationResource })
  endEverything(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.applications.endEverything(caller, id);
  }
}
