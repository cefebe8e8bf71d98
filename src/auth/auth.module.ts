import { Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { OidcEndpointsModule } from '../oidc/oidc-endpoints.module.js';
import { ApiV1AuthController } from './faces/api-v1-auth.controller.js';
import { AuthController } from './faces/auth.controller.js';
import { LoginAccessTokenController } from './faces/login-access-token.controller.js';
import { V1AuthController } from './faces/v1-auth.controller.js';
import { V1SessionController } from './faces/v1-session.controller.js';
import { FirstPartySignIn } from './first-party-sign-in.js';
import { SignOut } from './sign-out.js';

@Module({
  imports: [OAuthModule, OidcEndpointsModule],
  controllers: [LoginAccessTokenController, AuthController, V1AuthController, V1SessionController, ApiV1AuthController],
  providers: [FirstPartySignIn, SignOut],
})
export class AuthModule {}
