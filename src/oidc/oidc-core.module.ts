import { Global, Module } from '@nestjs/common';
import { AuthorizationAdditions } from '../oauth/authorize/authorization-additions.js';
import { IdTokenHints } from '../oauth/authorize/id-token-hint.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { TokenAdditions } from '../oauth/endpoints/token-additions.js';
import { IdTokenAddition } from './id-token-addition.js';
import { BackEndSignOut } from './back-end-sign-out.js';
import { FrontChannelLogout } from './front-channel-logout.js';
import { OwnIdTokenHints } from './id-token-hints.js';
import { IdTokens } from './id-token.js';
import { SessionIdentifiers } from './session-identifiers.js';
import { SignOutRequests } from './sign-out-request.js';
import { SessionState } from './session-state.js';

/** Global, so that the core finds what OpenID Connect adds to it without knowing OpenID Connect. */
@Global()
@Module({
  imports: [OAuthModule],
  providers: [
    IdTokens,
    SessionIdentifiers,
    SignOutRequests,
    BackEndSignOut,
    FrontChannelLogout,
    { provide: IdTokenHints, useClass: OwnIdTokenHints },
    { provide: AuthorizationAdditions, useClass: SessionState },
    { provide: TokenAdditions, useClass: IdTokenAddition },
  ],
  exports: [
    IdTokens,
    SignOutRequests,
    BackEndSignOut,
    FrontChannelLogout,
    SessionIdentifiers,
    IdTokenHints,
    AuthorizationAdditions,
    TokenAdditions,
  ],
})
export class OidcCoreModule {}
