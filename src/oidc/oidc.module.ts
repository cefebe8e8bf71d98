import { Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { IdTokens } from './id-token.js';
import { JwksController } from './jwks.controller.js';

@Module({ imports: [OAuthModule], controllers: [JwksController], providers: [IdTokens], exports: [IdTokens] })
export class OidcModule {}
