import { Module } from '@nestjs/common';
import { MetadataController } from './endpoints/metadata.controller.js';
import { ProtectedResourceController } from './endpoints/protected-resource.controller.js';
import { ServerFactsSource } from './endpoints/server-facts.js';
import { OAuthModule } from './oauth.module.js';

@Module({
  imports: [OAuthModule],
  controllers: [MetadataController, ProtectedResourceController],
  providers: [ServerFactsSource],
  exports: [ServerFactsSource],
})
export class MetadataModule {}
