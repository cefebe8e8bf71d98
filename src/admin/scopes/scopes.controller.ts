import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresAdmin } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { scopeName } from '../../http/scope-names.js';
import {
  newScopeBody,
  type NewScopeBody,
  scopeChangeBody,
  type ScopeChangeBody,
  scopePage,
  scopeResource,
} from './scopes.schemas.js';
import { ScopesService } from './scopes.service.js';

@ManagementController('scopes')
export class ScopesController {
  constructor(private readonly scopes: ScopesService) {}

  @Get()
  @Requires(undefined, 'List the catalogue of scopes, by name')
  @ApiOkResponse({ standardSchema: scopePage })
  list(@Query({ schema: pageQuery }) query: PageQuery) {
    return this.scopes.list(query);
  }

  @Get(':name')
  @Requires(undefined, 'Read a scope')
  @ApiOkResponse({ standardSchema: scopeResource })
  read(@Param('name', { schema: scopeName }) name: string) {
    return this.scopes.read(name);
  }

  @Post()
  @RequiresAdmin('write:scopes', 'Add a scope to the catalogue')
  @ApiCreatedResponse({ standardSchema: scopeResource })
  create(@CallerOf() caller: Caller, @Body({ schema: newScopeBody }) body: NewScopeBody) {
    return this.scopes.create(caller, body);
  }

  @Patch(':name')
  @RequiresAdmin('write:scopes', 'Change a scope')
  @ApiOkResponse({ standardSchema: scopeResource })
  change(
    @CallerOf() caller: Caller,
    @Param('name', { schema: scopeName }) name: string,
    @Body({ schema: scopeChangeBody }) body: ScopeChangeBody,
  ) {
    return this.scopes.change(caller, name, body);
  }

  @Delete(':name')
  @HttpCode(204)
  @RequiresAdmin('write:scopes', 'Delete a scope that nothing carries')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @Param('name', { schema: scopeName }) name: string) {
    return this.scopes.delete(caller, name);
  }
}
