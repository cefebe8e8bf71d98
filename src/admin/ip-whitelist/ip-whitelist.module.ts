import { Module } from '@nestjs/common';
import { ApiKeyIpWhitelistController } from './api-key-ip-whitelist.controller.js';
import { ApplicationIpWhitelistController } from './application-ip-whitelist.controller.js';
import { IpWhitelistService } from './ip-whitelist.service.js';
import { IpWhitelistRepository } from './ip-whitelist.repository.js';
import { ListAccess } from './list-access.js';
import { OwnIpWhitelistController } from './own-ip-whitelist.controller.js';
import { UserIpWhitelistController } from './user-ip-whitelist.controller.js';
import { WhitelistCheck } from './whitelist-check.js';

@Module({
  controllers: [
    OwnIpWhitelistController,
    UserIpWhitelistController,
    ApplicationIpWhitelistController,
    ApiKeyIpWhitelistController,
  ],
  providers: [IpWhitelistRepository, IpWhitelistService, WhitelistCheck, ListAccess],
})
export class IpWhitelistModule {}
