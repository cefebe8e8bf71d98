import { Global, Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { BrowserInteraction } from './browser-interaction.js';
import { BrowserMark } from './browser-mark.js';
import { WaitingRequests } from './waiting-requests.js';

/** Global: it provides the pages of the core's authorization endpoint. */
@Global()
@Module({
  imports: [OAuthModule],
  providers: [BrowserMark, WaitingRequests, { provide: Interaction, useClass: BrowserInteraction }],
  exports: [BrowserMark, WaitingRequests, Interaction],
})
export class BrowserModule {}
