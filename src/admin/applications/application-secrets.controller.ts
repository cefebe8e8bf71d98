import { Body, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { ApplicationSecretsService } from './application-secrets.service.js';
import { NewSecretResource, SecretPage } from './applications.presentation.js';
import { NewSecretBody, SecretRetirementQuery } from './applications.dto.js';

@ManagementController('applications/:id/secrets')
export class ApplicationSecretsController {
  constructor(private readonly secrets: ApplicationSecretsService) {}

  @Get()
  @Requires('read:applications', "List an application's secrets: when each was made and last used")
  @ApiOkResponse({ type: SecretPage })
  list(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Query() query: PageQuery) {
    return this.secrets.list(caller, id, query);
  }

  @Post()
  @RequiresFresh('write:applications', 'Add a secret beside the old ones; it is shown this once')
  @ApiCreatedResponse({ type: NewSecretResource })
  add(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Body() body: NewSecretBody) {
    return this.secrets.add(caller, id, body);
  }

  @Delete(':secret_id')
  @HttpCode(204)
  @RequiresFresh('write:applications', 'Retire a secret')
  @ApiNoContentResponse()
  retire(
    @CallerOf() caller: Caller,
    @PathParam('id', resourceId) id: string,
    @PathParam('secret_id', resourceId) secretId: string,
    @Query() query: SecretRetirementQuery,
  ) {
    return this.secrets.retire(caller, id, secretId, query);
  }
}
