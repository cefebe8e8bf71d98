import { Module } from '@nestjs/common';
import { OAuthModule } from '../oauth/oauth.module.js';
import { OidcEndpointsModule } from '../oidc/oidc-endpoints.module.js';
import { ApiV1AuthController } from './faces/api-v1-auth.controller.js';
import { AuthController } from './faces/auth.controller.js';
import { LoginAccessTokenController } from './faces/login-access-token.controller.js';
import { V1AuthController } from './faces/v1-auth.controller.js';
import { V1SessionController } from './faces/v1-session.controller.js';
import { V1SessionSecondStepController } from './faces/v1-session-second-step.controller.js';
import { BegunSessions } from './begun-sessions.js';
import { ConsoleSecondStep } from './console-second-step.js';
import { HalfSessions } from './half-sessions.js';
import { FirstPartySignIn } from './first-party-sign-in.js';
import { SignOut } from './sign-out.js';

@Module({
  imports: [OAuthModule, OidcEndpointsModule],
  controllers: [
    LoginAccessTokenController,
    AuthController,
    V1AuthController,
    V1SessionController,
    V1SessionSecondStepController,
    ApiV1AuthController,
  ],
  providers: [FirstPartySignIn, SignOut, HalfSessions, BegunSessions, ConsoleSecondStep],
  exports: [HalfSessions],
})
export class AuthModule {}
