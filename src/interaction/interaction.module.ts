import { Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { AssetsController } from './assets.controller.js';
import { ConsentController } from './consent.controller.js';
import { ConsentDecision } from './consent-decision.js';
import { ConsentView } from './consent.view.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { FormGuard } from './form-guard.js';
import { SignInController } from './sign-in.controller.js';
import { SignInView } from './sign-in.view.js';

@Module({
  imports: [OAuthModule],
  controllers: [SignInController, ConsentController, AssetsController],
  providers: [BrowserSignIn, SignInView, ConsentView, ConsentDecision, FormGuard],
})
export class InteractionModule {}
