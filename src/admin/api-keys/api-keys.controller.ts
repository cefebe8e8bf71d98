import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import {
  apiKeyChangeBody,
  type ApiKeyChangeBody,
  apiKeyId,
  apiKeyListQuery,
  type ApiKeyListQuery,
  apiKeyPage,
  apiKeyResource,
  newApiKeyBody,
  type NewApiKeyBody,
  newApiKeyResource,
} from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

@ManagementController('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @Requires('write:api-keys', 'Create an API key; it is shown this once')
  @ApiCreatedResponse({ standardSchema: newApiKeyResource })
  create(@CallerOf() caller: Caller, @Body({ schema: newApiKeyBody }) body: NewApiKeyBody) {
    return this.keys.create(caller, body);
  }

  @Get()
  @Requires('read:api-keys', 'List your API keys')
  @ApiOkResponse({ standardSchema: apiKeyPage })
  list(@CallerOf() caller: Caller, @Query({ schema: apiKeyListQuery }) query: ApiKeyListQuery) {
    return this.keys.list(caller, query);
  }

  @Get(':id')
  @Requires('read:api-keys', 'Read an API key')
  @ApiOkResponse({ standardSchema: apiKeyResource })
  read(@CallerOf() caller: Caller, @Param('id', { schema: apiKeyId }) id: string) {
    return this.keys.read(caller, id);
  }

  @Patch(':id')
  @Requires('write:api-keys', 'Rename an API key')
  @ApiOkResponse({ standardSchema: apiKeyResource })
  rename(
    @CallerOf() caller: Caller,
    @Param('id', { schema: apiKeyId }) id: string,
    @Body({ schema: apiKeyChangeBody }) body: ApiKeyChangeBody,
  ) {
    return this.keys.rename(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('write:api-keys', 'Revoke an API key')
  @ApiNoContentResponse()
  revoke(@CallerOf() caller: Caller, @Param('id', { schema: apiKeyId }) id: string) {
    return this.keys.revoke(caller, id);
  }
}
