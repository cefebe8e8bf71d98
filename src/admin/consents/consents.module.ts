import { Module } from '@nestjs/common';
import { OAuthModule } from '../../oauth/oauth.module.js';
import { ConsentCursors } from './consent-cursors.js';
import { ConsentsController } from './consents.controller.js';
import { ConsentsRepository } from './consents.repository.js';
import { ConsentsService } from './consents.service.js';

@Module({
  imports: [OAuthModule],
  controllers: [ConsentsController],
  providers: [ConsentsRepository, ConsentsService, ConsentCursors],
})
export class ConsentsModule {}
