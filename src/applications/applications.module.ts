import { Module } from '@nestjs/common';
import { ApplicationSecretsController } from './application-secrets.controller.js';
import { ApplicationSecretsService } from './application-secrets.service.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsService } from './applications.service.js';
import { BrandRule } from './brand-rule.js';
import { NewClientSecrets } from './client-secret.js';

@Module({
  controllers: [ApplicationsController, ApplicationSecretsController],
  providers: [ApplicationsService, ApplicationSecretsService, BrandRule, NewClientSecrets],
})
export class ApplicationsModule {}
