import { Global, Module } from '@nestjs/common';
import { IdTokenHints } from '../oauth/authorize/id-token-hint.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { TokenAdditions } from '../oauth/endpoints/token-additions.js';
import { IdTokenAddition } from './id-token-addition.js';
import { OwnIdTokenHints } from './id-token-hints.js';
import { IdTokens } from './id-token.js';
import { SessionIdentifiers } from './session-identifiers.js';

/** Global, so that the core finds what OpenID Connect adds to it without knowing OpenID Connect. */
@Global()
@Module({
  imports: [OAuthModule],
  providers: [
    IdTokens,
    SessionIdentifiers,
    { provide: IdTokenHints, useClass: OwnIdTokenHints },
    { provide: TokenAdditions, useClass: IdTokenAddition },
  ],
  exports: [IdTokens, SessionIdentifiers, IdTokenHints, TokenAdditions],
})
export class OpenIdModule {}
