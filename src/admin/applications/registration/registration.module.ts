import { Module } from '@nestjs/common';
import { AccessGuard } from '../../../access/access.guard.js';
import { PermissionGuard } from '../../../access/permission.guard.js';
import { IpWhitelistGuard } from '../../../network/ip-whitelist.guard.js';
import { NewClientSecrets } from '../client-secret.js';
import { OAuthModule } from '../../../oauth/oauth.module.js';
import { RegistrationController } from './registration.controller.js';
import { RegistrationGuard } from './registration.guard.js';
import { RegistrationService } from './registration.service.js';
import { SelfDescriptions } from './self-descriptions.js';

@Module({
  imports: [OAuthModule],
  controllers: [RegistrationController],
  providers: [
    RegistrationService,
    SelfDescriptions,
    RegistrationGuard,
    AccessGuard,
    IpWhitelistGuard,
    PermissionGuard,
    NewClientSecrets,
  ],
})
export class RegistrationModule {}
