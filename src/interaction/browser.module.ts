import { Global, Module } from '@nestjs/common';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { BrowserInteraction } from './browser-interaction.js';
import { BrowserMark } from './browser-mark.js';

/** Global: it provides the pages of the core's authorization endpoint. */
@Global()
@Module({
  providers: [BrowserMark, { provide: Interaction, useClass: BrowserInteraction }],
  exports: [BrowserMark, Interaction],
})
export class BrowserModule {}
