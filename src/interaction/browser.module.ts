import { Global, Module } from '@nestjs/common';
import { Interaction } from '../oauth/endpoints/interaction.js';
import { BrowserInteraction } from './browser-interaction.js';
import { BrowserMark } from './browser-mark.js';

/** Global, so that the core's authorization endpoint finds its pages without knowing who draws them. */
@Global()
@Module({
  providers: [BrowserMark, { provide: Interaction, useClass: BrowserInteraction }],
  exports: [BrowserMark, Interaction],
})
export class BrowserModule {}
