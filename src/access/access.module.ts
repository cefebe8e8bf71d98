import { Global, Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { SessionCookie } from './session-cookie.js';
import { Authentication } from './authentication.js';
import { PresentedTokens } from './presented-tokens.js';

/** Global: every feature uses its guards. */
@Global()
@Module({
  imports: [OAuthModule],
  providers: [Authentication, PresentedTokens, SessionCookie],
  exports: [Authentication, PresentedTokens, SessionCookie],
})
export class AccessModule {}
