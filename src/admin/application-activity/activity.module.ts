import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ActivityController } from './activity.controller.js';
import { ActivityService } from './activity.service.js';
import { UsageRepository } from './usage.repository.js';

@Module({
  imports: [ApplicationsModule, AuditModule],
  controllers: [ActivityController],
  providers: [ActivityService, UsageRepository],
})
export class ApplicationActivityModule {}
