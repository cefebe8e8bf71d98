import { Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { RequiresAdmin, RequiresFreshAdmin } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { keyId, KeyRemovalQuery, SigningKeyPage, SigningKeyResource } from './signing-keys.dto.js';
import { SigningKeysService } from './signing-keys.service.js';

@ManagementController('signing-keys')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeysService) {}

  @Get()
  @RequiresAdmin('read:signing-keys', 'List the signing keys')
  @ApiOkResponse({ type: SigningKeyPage })
  list(@Query() query: PageQuery) {
    return this.keys.list(query);
  }

  /** It is published at once and signs ten minutes later, when every verifier can know it; one on schedule goes. */
  @Post('rotate')
  @RequiresFreshAdmin('write:signing-keys', 'Publish the next signing key now')
  @ApiCreatedResponse({ type: SigningKeyResource })
  rotate(@CallerOf() caller: Caller) {
    return this.keys.rotate(caller);
  }

  @Delete(':kid')
  @HttpCode(204)
  @RequiresFreshAdmin('write:signing-keys', 'Retire a signing key, or with force end everything it signed')
  @ApiNoContentResponse()
  withdraw(@CallerOf() caller: Caller, @PathParam('kid', keyId) kid: string, @Query() { force }: KeyRemovalQuery) {
    return this.keys.withdraw(caller, kid, force);
  }
}
