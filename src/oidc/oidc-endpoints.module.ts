import { Module } from '@nestjs/common';
import { MetadataModule } from '../oauth/metadata.module.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { OutgoingModule } from '../outgoing/outgoing.module.js';
import { DiscoveryController } from './discovery.controller.js';
import { BackChannelLogout } from './back-channel-logout.js';
import { JwksController } from './jwks.controller.js';
import { LogoutTokens } from './logout-token.js';
import { UserinfoController } from './userinfo.controller.js';
import { Userinfo } from './userinfo.js';

@Module({
  imports: [OAuthModule, MetadataModule, OutgoingModule],
  controllers: [JwksController, DiscoveryController, UserinfoController],
  providers: [Userinfo, LogoutTokens, BackChannelLogout],
})
export class OidcEndpointsModule {}
