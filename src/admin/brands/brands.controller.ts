import { Body, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires, RequiresFresh } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { PathParam } from '../../http/path-param.js';
import { PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import { BrandChangeBody, BrandPage, BrandResource, NewBrandBody } from './brands.dto.js';
import { BrandsService } from './brands.service.js';

@ManagementController('brands')
export class BrandsController {
  constructor(private readonly brands: BrandsService) {}

  @Post()
  @Requires('write:brands', 'Create a brand and become its owner')
  @ApiCreatedResponse({ type: BrandResource })
  create(@CallerOf() caller: Caller, @Body() body: NewBrandBody) {
    return this.brands.create(caller, body);
  }

  @Get()
  @Requires('read:brands', 'List your brands; admins, with read:users: all')
  @ApiOkResponse({ type: BrandPage })
  list(@CallerOf() caller: Caller, @Query() query: PageQuery) {
    return this.brands.list(caller, query);
  }

  @Get(':id')
  @Requires('read:brands', 'Read a brand')
  @ApiOkResponse({ type: BrandResource })
  read(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.brands.read(caller, id);
  }

  @Patch(':id')
  @RequiresFresh('write:brands', 'Change a brand you own')
  @ApiOkResponse({ type: BrandResource })
  change(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string, @Body() body: BrandChangeBody) {
    return this.brands.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresFresh('write:brands', 'Delete a brand you own; its applications stay')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @PathParam('id', resourceId) id: string) {
    return this.brands.delete(caller, id);
  }
}
