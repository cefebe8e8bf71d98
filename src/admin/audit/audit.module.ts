import { Module } from '@nestjs/common';
import { AuditEventsController } from './audit-events.controller.js';
import { AuditEventsRepository } from './audit-events.repository.js';
import { AuditNamesRepository } from './audit-names.repository.js';
import { AuditEventsService } from './audit-events.service.js';

@Module({
  controllers: [AuditEventsController],
  providers: [AuditEventsRepository, AuditNamesRepository, AuditEventsService],
  exports: [AuditEventsRepository],
})
export class AuditModule {}
