import { Module } from '@nestjs/common';
import { ApplicationEnding } from './application-ending.repository.js';
import { ApplicationListsRepository } from './application-lists.repository.js';
import { ApplicationListsService } from './application-lists.service.js';
import { ApplicationSecretsController } from './application-secrets.controller.js';
import { ApplicationSecretsRepository } from './application-secrets.repository.js';
import { ApplicationSecretsService } from './application-secrets.service.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsRepository } from './applications.repository.js';
import { ApplicationsService } from './applications.service.js';
import { NewClientSecrets } from './client-secret.js';
import { NewApplicationsService } from './new-applications.service.js';
import { OAuthModule } from '../../oauth/oauth.module.js';
import { ReferenceRules } from './reference-rules.js';

@Module({
  imports: [OAuthModule],
  controllers: [ApplicationsController, ApplicationSecretsController],
  providers: [
    ApplicationEnding,
    ApplicationListsRepository,
    ApplicationListsService,
    ApplicationSecretsRepository,
    ApplicationsRepository,
    ApplicationsService,
    NewApplicationsService,
    ApplicationSecretsService,
    ReferenceRules,
    NewClientSecrets,
  ],
  exports: [ApplicationsRepository, ApplicationsService, NewClientSecrets],
})
export class ApplicationsModule {}
