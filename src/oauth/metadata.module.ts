import { Module } from '@nestjs/common';
import { MetadataController } from './endpoints/metadata.controller.js';
import { ServerFactsSource } from './endpoints/server-facts.js';
import { OAuthModule } from './oauth.module.js';

@Module({
  imports: [OAuthModule],
  controllers: [MetadataController],
  providers: [ServerFactsSource],
  exports: [ServerFactsSource],
})
export class MetadataModule {}
