import { Module } from '@nestjs/common';
import { UpgradeNoticesController } from './upgrade-notices.controller.js';
import { UpgradeNoticesRepository } from './upgrade-notices.repository.js';
import { UpgradeNoticesService } from './upgrade-notices.service.js';

@Module({ controllers: [UpgradeNoticesController], providers: [UpgradeNoticesRepository, UpgradeNoticesService] })
export class UpgradeNoticesModule {}
