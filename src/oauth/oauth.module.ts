import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { ClientAuthentication } from './client-auth/client-authentication.js';
import { ClientSecrets } from './client-auth/client-secrets.js';
import { ClientGuard } from './endpoints/authenticated-client.js';
import { IntrospectController } from './endpoints/introspect.controller.js';
import { RevokeController } from './endpoints/revoke.controller.js';
import { TokenController } from './endpoints/token.controller.js';
import { ClientCredentialsGrant } from './grants/client-credentials.grant.js';
import { GrantRegistry } from './grants/grant-registry.js';
import { GrantedScope } from './grants/granted-scope.js';
import { PasswordGrant } from './grants/password.grant.js';
import { RefreshTokenGrant } from './grants/refresh-token.grant.js';
import { AccessTokens } from './tokens/access-token.js';
import { Introspection } from './tokens/introspection.js';
import { RefreshRotation } from './tokens/refresh-rotation.js';
import { RefreshTokens } from './tokens/refresh-token.js';
import { Revocation } from './tokens/revocation.js';
import { TokenIssuer } from './tokens/token-issuer.js';

const TOKENS = [AccessTokens, RefreshTokens, TokenIssuer, RefreshRotation, Introspection, Revocation];

@Module({
  controllers: [TokenController, RevokeController, IntrospectController],
  providers: [
    ...TOKENS,
    ClientAuthentication,
    ClientSecrets,
    ClientGuard,
    GrantedScope,
    PasswordGrant,
    RefreshTokenGrant,
    ClientCredentialsGrant,
    {
      provide: GrantRegistry,
      useFactory: (
        settings: Settings,
        refresh: RefreshTokenGrant,
        clientCredentials: ClientCredentialsGrant,
        password: PasswordGrant,
      ) => new GrantRegistry([refresh, clientCredentials, ...(settings.passwordGrant ? [password] : [])]),
      inject: [Settings, RefreshTokenGrant, ClientCredentialsGrant, PasswordGrant],
    },
  ],
  exports: [...TOKENS, GrantedScope, GrantRegistry, ClientAuthentication],
})
export class OAuthModule {}
