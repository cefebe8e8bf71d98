import { Module } from '@nestjs/common';
import { BrandAccess } from './brand-access.js';
import { BrandApplicationsController } from './brand-applications.controller.js';
import { BrandApplicationsService } from './brand-applications.service.js';
import { BrandInvitationsController } from './brand-invitations.controller.js';
import { BrandInvitationsRepository } from './brand-invitations.repository.js';
import { BrandInvitationsService } from './brand-invitations.service.js';
import { BrandMembersController } from './brand-members.controller.js';
import { BrandMembersRepository } from './brand-members.repository.js';
import { BrandMembersService } from './brand-members.service.js';
import { BrandsController } from './brands.controller.js';
import { BrandsRepository } from './brands.repository.js';
import { BrandsService } from './brands.service.js';

@Module({
  controllers: [BrandsController, BrandMembersController, BrandInvitationsController, BrandApplicationsController],
  providers: [
    BrandsRepository,
    BrandMembersRepository,
    BrandInvitationsRepository,
    BrandAccess,
    BrandsService,
    BrandMembersService,
    BrandInvitationsService,
    BrandApplicationsService,
  ],
})
export class BrandsModule {}
