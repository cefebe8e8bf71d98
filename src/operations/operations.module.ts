import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { Housekeeper } from './housekeeping/housekeeper.js';

@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController],
  providers: [HealthService, Housekeeper],
})
export class OperationsModule {}
