import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFreshAdmin } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { scopeName } from '../../http/scope-names.js';
import { NewScopeBody, ScopeChangeBody, ScopePage, ScopeResource } from './scopes.dto.js';
import { ScopesService } from './scopes.service.js';

@ManagementController('scopes')
export class ScopesController {
  constructor(private readonly scopes: ScopesService) {}

  @Get()
  @Requires(undefined, 'List the catalogue of scopes, by name')
  @ApiOkResponse({ type: ScopePage })
  list(@Query() query: PageQuery) {
    return this.scopes.list(query);
  }

  @Get(':name')
  @Requires(undefined, 'Read a scope')
  @ApiOkResponse({ type: ScopeResource })
  read(@PathParam('name', scopeName) name: string) {
    return this.scopes.read(name);
  }

  @Post()
  @RequiresFreshAdmin('write:scopes', 'Add a scope to the catalogue')
  @ApiCreatedResponse({ type: ScopeResource })
  create(@CallerOf() caller: Caller, @Body() body: NewScopeBody) {
    return this.scopes.create(caller, body);
  }

  @Patch(':name')
  @RequiresFreshAdmin('write:scopes', 'Change a scope')
  @ApiOkResponse({ type: ScopeResource })
  change(@CallerOf() caller: Caller, @PathParam('name', scopeName) name: string, @Body() body: ScopeChangeBody) {
    return this.scopes.change(caller, name, body);
  }

  @Delete(':name')
  @HttpCode(204)
  @RequiresFreshAdmin('write:scopes', 'Delete a scope that nothing carries')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @PathParam('name', scopeName) name: string) {
    return this.scopes.delete(caller, name);
  }
}
