import { Module } from '@nestjs/common';
import { BrandAccess } from './brand-access.js';
import { BrandMembersController } from './brand-members.controller.js';
import { BrandMembersService } from './brand-members.service.js';
import { BrandsController } from './brands.controller.js';
import { BrandsService } from './brands.service.js';

@Module({
  controllers: [BrandsController, BrandMembersController],
  providers: [BrandAccess, BrandsService, BrandMembersService],
})
export class BrandsModule {}
