import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin, RequiresFreshAdmin } from '../../access/requires.js';
import { Nothing } from '../../http/described.js';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { resourceId } from '../../http/resource-id.js';
import { ListedUserResource, UserListQuery, UserPage } from './user-lists.dto.js';
import { UserListsService } from './user-lists.service.js';
import { ChangedUserResource, NewUserBody, PasswordMailBody, UserChangeBody, UserResource } from './users.dto.js';
import { UsersService } from './users.service.js';

@ManagementController('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly lists: UserListsService,
  ) {}

  @Post()
  @RequiresFreshAdmin('write:users', 'Create a user')
  @ApiCreatedResponse({ type: UserResource })
  create(@CallerOf() caller: Caller, @Body() body: NewUserBody) {
    return this.users.create(caller, body);
  }

  @Get()
  @RequiresAdmin('read:users', 'List users')
  @ApiOkResponse({ type: UserPage })
  list(@Query() query: UserListQuery) {
    return this.lists.list(query);
  }

  @Get(':id')
  @RequiresAdmin('read:users', 'Read a user')
  @ApiOkResponse({ type: ListedUserResource })
  read(@PathParam('id', resourceId) id: string) {
    return this.lists.read(id);
  }

  @Patch(':id')
  @RequiresFreshAdmin('write:users', 'Change, disable or enable a user, or reset a password')
  @ApiOkResponse({ type: ChangedUserResource })
  change(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Body() body: UserChangeBody) {
    return this.users.change(caller, id, body);
  }

  @Post(':id/password-mail')
  @HttpCode(202)
  @RequiresFreshAdmin('write:users', 'Mail a user a link to set a password')
  @ApiAcceptedResponse({ type: Nothing })
  async mailPassword(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @Body() body: PasswordMailBody,
  ) {
    await this.users.mailPassword(caller, id, body);
    return {};
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFreshAdmin('write:users', 'Delete a user with everything they own')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.users.delete(caller, id);
  }
}
