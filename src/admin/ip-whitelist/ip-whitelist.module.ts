import { Module } from '@nestjs/common';
import { IpWhitelistService } from './ip-whitelist.service.js';
import { IpWhitelistRepository } from './ip-whitelist.repository.js';
import { ListAccess } from './list-access.js';
import {
  ApiKeyIpWhitelistController,
  ApplicationIpWhitelistController,
  UserIpWhitelistController,
} from './list.controllers.js';
import { OwnIpWhitelistController } from './own-ip-whitelist.controller.js';
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
