import { Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { JwksController } from './jwks.controller.js';

@Module({ imports: [OAuthModule], controllers: [JwksController] })
export class OidcModule {}
