import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresDeveloper, RequiresFreshOfOthers } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import {
  ApiKeyChangeBody,
  apiKeyId,
  ApiKeyListQuery,
  ApiKeyPage,
  ApiKeyResource,
  NewApiKeyBody,
  NewApiKeyResource,
} from './api-keys.dto.js';
import { ApiKeysService } from './api-keys.service.js';

@ManagementController('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @RequiresDeveloper('write:api-keys', 'api-keys', 'Create an API key; it is shown this once')
  @ApiCreatedResponse({ type: NewApiKeyResource })
  create(@CallerOf() caller: Caller, @Body() body: NewApiKeyBody) {
    return this.keys.create(caller, body);
  }

  @Get()
  @Requires('read:api-keys', 'List your API keys')
  @ApiOkResponse({ type: ApiKeyPage })
  list(@CallerOf() caller: Caller, @Query() query: ApiKeyListQuery) {
    return this.keys.list(caller, query);
  }

  @Get(':id')
  @Requires('read:api-keys', 'Read an API key')
  @ApiOkResponse({ type: ApiKeyResource })
  read(@CallerOf() caller: Caller, @PathParam('id', apiKeyId) id: string) {
    return this.keys.read(caller, id);
  }

  @Patch(':id')
  @RequiresFreshOfOthers('write:api-keys', 'Rename an API key')
  @ApiOkResponse({ type: ApiKeyResource })
  rename(@CallerOf() caller: Caller, @PathParam('id', apiKeyId) id: string, @Body() body: ApiKeyChangeBody) {
    return this.keys.rename(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFreshOfOthers('write:api-keys', 'Revoke an API key')
  @ApiNoContentResponse()
  revoke(@CallerOf() caller: Caller, @PathParam('id', apiKeyId) id: string) {
    return this.keys.revoke(caller, id);
  }
}
