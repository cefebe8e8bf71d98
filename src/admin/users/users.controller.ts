import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin } from '../../access/requires.js';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { resourceId } from '../../http/resource-id.js';
import {
  changedUserResource,
  newUserBody,
  mailedResource,
  passwordMailBody,
  type PasswordMailBody,
  type NewUserBody,
  userChangeBody,
  type UserChangeBody,
  userListQuery,
  type UserListQuery,
  userPage,
  userResource,
} from './users.schemas.js';
import { UsersService } from './users.service.js';

@ManagementController('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Post()
  @RequiresAdmin('write:users', 'Create a user')
  @ApiCreatedResponse({ standardSchema: userResource })
  create(@CallerOf() caller: Caller, @Body({ schema: newUserBody }) body: NewUserBody) {
    return this.users.create(caller, body);
  }

  @Get()
  @RequiresAdmin('read:users', 'List users')
  @ApiOkResponse({ standardSchema: userPage })
  list(@Query({ schema: userListQuery }) query: UserListQuery) {
    return this.users.list(query);
  }

  @Get(':id')
  @RequiresAdmin('read:users', 'Read a user')
  @ApiOkResponse({ standardSchema: userResource })
  read(@Param('id', { schema: resourceId }) id: string) {
    return this.users.read(id);
  }

  @Patch(':id')
  @RequiresAdmin('write:users', 'Change, disable or enable a user, or reset a password')
  @ApiOkResponse({ standardSchema: changedUserResource })
  change(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: userChangeBody }) body: UserChangeBody,
  ) {
    return this.users.change(caller, id, body);
  }

  @Post(':id/password-mail')
  @HttpCode(202)
  @RequiresAdmin('write:users', 'Mail a user a link to set a password')
  @ApiAcceptedResponse({ standardSchema: mailedResource })
  async mailPassword(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: passwordMailBody }) body: PasswordMailBody,
  ) {
    await this.users.mailPassword(caller, id, body);
    return {};
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresAdmin('write:users', 'Delete a user with everything they own')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.users.delete(caller, id);
  }
}
