import { Global, Module } from '@nestjs/common';
import { IdTokenHints } from '../oauth/authorize/id-token-hint.js';
import { TokenAdditions } from '../oauth/endpoints/token-additions.js';
import { IdTokenAddition } from './id-token-addition.js';
import { OwnIdTokenHints } from './id-token-hints.js';
import { IdTokens } from './id-token.js';

/** Global, so that the core finds what OpenID Connect adds to it without knowing OpenID Connect. */
@Global()
@Module({
  providers: [
    IdTokens,
    { provide: IdTokenHints, useClass: OwnIdTokenHints },
    { provide: TokenAdditions, useClass: IdTokenAddition },
  ],
  exports: [IdTokens, IdTokenHints, TokenAdditions],
})
export class OpenIdModule {}
