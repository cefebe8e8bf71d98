import { Module } from '@nestjs/common';
import { AccessGuard } from '../../../access/access.guard.js';
import { PermissionGuard } from '../../../access/permission.guard.js';
import { IpWhitelistGuard } from '../../../network/ip-whitelist.guard.js';
import { ApplicationsModule } from '../applications.module.js';
import { OAuthModule } from '../../../oauth/oauth.module.js';
import { RegistrationController } from './registration.controller.js';
import { RegistrationGuard } from './registration.guard.js';
import { RegistrationRepository } from './registration.repository.js';
import { RegistrationService } from './registration.service.js';
import { SelfDescriptions } from './self-descriptions.js';

@Module({
  imports: [ApplicationsModule, OAuthModule],
  controllers: [RegistrationController],
  providers: [
    RegistrationRepository,
    RegistrationService,
    SelfDescriptions,
    RegistrationGuard,
    AccessGuard,
    IpWhitelistGuard,
    PermissionGuard,
  ],
})
export class RegistrationModule {}
