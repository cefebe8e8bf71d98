import { Delete, Get, HttpCode } from '@nestjs/common';
import { CallerOf } from '../../../access/access.guard.js';
import type { Caller } from '../../../access/caller.js';
import { ManagementController } from '../../../access/management-controller.js';
import { RequiresAdmin, RequiresFreshAdmin } from '../../../access/requires.js';
import { ApiNoContentResponse, ApiOkResponse } from '../../../http/open-api.js';
import { PathParam } from '../../../http/path-param.js';
import { resourceId } from '../../../http/resource-id.js';
import { FactorResetsService } from './factor-resets.service.js';
import { FactorsResource } from './factors.dto.js';
import { FactorsService } from './factors.service.js';

@ManagementController('users/:id/factors')
export class UserFactorsController {
  constructor(
    private readonly factors: FactorsService,
    private readonly resets: FactorResetsService,
  ) {}

  @Get()
  @RequiresAdmin('read:users', 'Read what proves a user beside the password')
  @ApiOkResponse({ type: FactorsResource })
  async read(@PathParam('id', resourceId) id: string) {
    return this.factors.overview(await this.resets.existing(id));
  }

  @Delete()
  @HttpCode(204)
  @RequiresFreshAdmin('write:users', "Take a user's second factor and recovery codes away")
  @ApiNoContentResponse()
  reset(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.resets.reset(caller, id);
  }
}
