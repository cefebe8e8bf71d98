import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CallerOf } from '../../access/access.guard.js';
import type { Caller } from '../../access/caller.js';
import { ManagementController } from '../../access/management-controller.js';
import { Requires } from '../../access/requires.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '../../http/open-api.js';
import { pageQuery, type PageQuery } from '../../http/page.js';
import { resourceId } from '../../http/resource-id.js';
import {
  brandChangeBody,
  type BrandChangeBody,
  brandPage,
  brandResource,
  newBrandBody,
  type NewBrandBody,
} from './brands.schemas.js';
import { BrandsService } from './brands.service.js';

@ManagementController('brands')
export class BrandsController {
  constructor(private readonly brands: BrandsService) {}

  @Post()
  @Requires('write:brands', 'Create a brand and become its owner')
  @ApiCreatedResponse({ standardSchema: brandResource })
  create(@CallerOf() caller: Caller, @Body({ schema: newBrandBody }) body: NewBrandBody) {
    return this.brands.create(caller, body);
  }

  @Get()
  @Requires('read:brands', 'List your brands; admins, with read:users: all')
  @ApiOkResponse({ standardSchema: brandPage })
  list(@CallerOf() caller: Caller, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.brands.list(caller, query);
  }

  @Get(':id')
  @Requires('read:brands', 'Read a brand')
  @ApiOkResponse({ standardSchema: brandResource })
  read(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.brands.read(caller, id);
  }

  @Patch(':id')
  @Requires('write:brands', 'Change a brand you own')
  @ApiOkResponse({ standardSchema: brandResource })
  change(
    @CallerOf() caller: Caller,
    @Param('id', { schema: resourceId }) id: string,
    @Body({ schema: brandChangeBody }) body: BrandChangeBody,
  ) {
    return this.brands.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('write:brands', 'Delete a brand you own; its applications stay')
  @ApiNoContentResponse()
  delete(@CallerOf() caller: Caller, @Param('id', { schema: resourceId }) id: string) {
    return this.brands.delete(caller, id);
  }
}
