import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { ApplicationSecretsService } from './application-secrets.service.js';
import { newSecretResource, secretPage } from './applications.presentation.js';
import {
  newSecretBody,
  type NewSecretBody,
  secretRetirementQuery,
  type SecretRetirementQuery,
} from './applications.schemas.js';

@ManagementController('applications/:id/secrets')
export class ApplicationSecretsController {
  constructor(private readonly secrets: ApplicationSecretsService) {}

  @Get()
  @Requires('read:applications', "List an application's secrets: when each was made and last used")
  @ApiOkResponse({ standardSchema: secretPage })
  list(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Query({ schema: pageQuery }) query: PageQuery,
  ) {
    return this.secrets.list(caller, id, query);
  }

  @Post()
  @Requires('write:applications', 'Add a secret beside the old ones; it is shown this once')
  @ApiCreatedResponse({ standardSchema: newSecretResource })
  add(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: newSecretBody }) body: NewSecretBody,
  ) {
    return this.secrets.add(caller, id, body);
  }

  @Delete(':secret_id')
  @HttpCode(204)
  @Requires('write:applications', 'Retire a secret')
  @ApiNoContentResponse()
  retire(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Param('secret_id', { schema: resourceId }) secretId: string,
    @Query({ schema: secretRetirementQuery }) query: SecretRetirementQuery,
  ) {
    return this.secrets.retire(caller, id, secretId, query);
  }
}
