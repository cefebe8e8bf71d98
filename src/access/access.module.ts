import { Global, Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { Authentication } from './authentication.js';

/** Global, because every feature is guarded. */
@Global()
@Module({
  imports: [OAuthModule],
  providers: [Authentication, SessionCookie],
  exports: [Authentication, SessionCookie],
})
export class AccessModule {}
