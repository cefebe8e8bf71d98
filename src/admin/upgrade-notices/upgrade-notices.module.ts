import { Module } from '@nestjs/common';
import { UpgradeNoticesController } from './upgrade-notices.controller.js';
import { UpgradeNoticesService } from './upgrade-notices.service.js';

@Module({ controllers: [UpgradeNoticesController], providers: [UpgradeNoticesService] })
export class UpgradeNoticesModule {}
