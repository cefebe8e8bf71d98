import { Global, Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { Creations } from './creations.js';
import { FreshFactor } from './fresh-factor.js';
import { HalfMark } from './half-mark.js';
import { KeyAuthentication } from './key-authentication.js';
import { LiveTokens } from './live-tokens.js';
import { Makers } from './makers.js';
import { PresentedTokens } from './presented-tokens.js';
import { SessionAuthentication } from './session-authentication.js';
import { SessionCookie } from './session-cookie.js';
import { ShownCredentials } from './shown-credentials.js';
import { TokenAuthentication } from './token-authentication.js';

/** What the guards of every feature are made of. */
const GUARDS_NEED = [
  Creations,
  ShownCredentials,
  PresentedTokens,
  KeyAuthentication,
  SessionAuthentication,
  FreshFactor,
];

/** Global: every feature uses its guards. */
@Global()
@Module({
  imports: [OAuthModule],
  providers: [...GUARDS_NEED, SessionCookie, HalfMark, Makers, LiveTokens, TokenAuthentication],
  exports: [...GUARDS_NEED, SessionCookie, HalfMark],
})
export class AccessModule {}
