import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { RefusalNotes } from '../http/refusal-notes.js';
import { OutgoingModule } from '../outgoing/outgoing.module.js';
import { AuthorizationPipeline } from './authorize/pipeline.js';
import { CodeIssuer } from './authorize/code-issuer.js';
import { GrantedResponses } from './authorize/granted-responses.js';
import { RequestedAccess } from './authorize/requested-access.js';
import { RequestUse } from './authorize/request-use.js';
import { NextSteps } from './authorize/next-step.js';
import { ReturnAddresses } from './authorize/return-address.js';
import { PushedAuthorization } from './authorize/pushed-authorization.js';
import { PublishedRequests } from './authorize/published-request.js';
import { RequestObjects } from './authorize/request-object.js';
import { RequestSource } from './authorize/request-source.js';
import { LongRequests } from './authorize/long-requests.js';
import { Tickets } from './authorize/ticket.js';
import { ParController } from './endpoints/par.controller.js';
import { AuthorizeController } from './endpoints/authorize.controller.js';
import { ApplicationOwner } from './grants/application-owner.js';
import { AuthorizationCodeGrant } from './grants/authorization-code.grant.js';
import { AuthorizationCodes } from './tokens/authorization-code.js';
import { ClientLookup } from './client-documents/client-lookup.js';
import { DocumentReader } from './client-documents/document-reader.js';
import { RegistrableScopes } from './client-documents/registrable-scopes.js';
import { SectorIdentifiers } from './client-documents/sector-identifiers.js';
import { ClientAssertionRules } from './client-auth/client-assertion.js';
import type { ClientAuthMethod } from './client-auth/client-auth-method.js';
import { METHOD_CLASSES, ClientAuthentication, ClientAuthMethods } from './client-auth/client-authentication.js';
import { ClientKeys } from './client-auth/client-keys.js';
import { ClientTokens } from './client-auth/client-tokens.js';
import { ClientSecrets } from './client-auth/client-secrets.js';
import { ClientGuard } from './endpoints/client.guard.js';
import { DeviceAuthorizationController } from './endpoints/device-authorization.controller.js';
import { IntrospectController } from './endpoints/introspect.controller.js';
import { RevokeController } from './endpoints/revoke.controller.js';
import { TokenController } from './endpoints/token.controller.js';
import { ClientCredentialsGrant } from './grants/client-credentials.grant.js';
import { DeviceCodeGrant } from './grants/device-code.grant.js';
import { DevicePolls } from './grants/device-polls.js';
import { ExchangeAudience } from './grants/exchange-audience.js';
import { GrantRegistry } from './grants/grant-registry.js';
import { GrantedScope } from './grants/granted-scope.js';
import { PasswordGrant } from './grants/password.grant.js';
import { RefreshTokenGrant } from './grants/refresh-token.grant.js';
import { TokenExchangeGrant } from './grants/token-exchange.grant.js';
import { DeviceCodeHandles } from './tokens/device-code.js';
import { SenderGuard } from './endpoints/sender.guard.js';
import { ResourceIndicators } from './grants/resource-indicators.js';
import { DpopNonces } from './sender/dpop-nonces.js';
import { DpopProofs } from './sender/dpop-proof.js';
import { PresentedBinding } from './sender/presented-binding.js';
import { SenderConstraint } from './sender/sender-constraint.js';
import { AccessTokens } from './tokens/access-token.js';
import { CarriedScopes } from './tokens/carried-scopes.js';
import { AccessTokenIntrospection } from './tokens/access-token-introspection.js';
import { ApplicationApis } from './tokens/application-apis.js';
import { IntrospectedPerson } from './tokens/introspected-person.js';
import { ExchangeRights } from './tokens/exchange-rights.js';
import { Introspection } from './tokens/introspection.js';
import { RefreshTokenIntrospection } from './tokens/refresh-token-introspection.js';
import { RefreshRotation } from './tokens/refresh-rotation.js';
import { RefreshTokens } from './tokens/refresh-token.js';
import { TokenRevocation } from './tokens/token-revocation.js';
import { SignedIntrospection } from './tokens/signed-introspection.js';
import { SubjectIdentifiers } from './tokens/subject-identifiers.js';
import { TokenIssuer } from './tokens/token-issuer.js';
import { TokenStandings } from './tokens/token-standing.js';

const AUTHORIZE = [
  PublishedRequests,
  RequestObjects,
  PushedAuthorization,
  RequestSource,
  DocumentReader,
  ClientLookup,
  RegistrableScopes,
  SectorIdentifiers,
  ReturnAddresses,
  AuthorizationPipeline,
  NextSteps,
  CodeIssuer,
  GrantedResponses,
  RequestedAccess,
  RequestUse,
  LongRequests,
  Tickets,
];
const TOKENS = [
  AccessTokens,
  RefreshTokens,
  AuthorizationCodes,
  TokenIssuer,
  CarriedScopes,
  TokenStandings,
  ExchangeRights,
  RefreshRotation,
  Introspection,
  AccessTokenIntrospection,
  RefreshTokenIntrospection,
  IntrospectedPerson,
  ApplicationApis,
  SignedIntrospection,
  TokenRevocation,
  SubjectIdentifiers,
];

const SENDER = [DpopNonces, DpopProofs, SenderConstraint, PresentedBinding];

const CLIENT_AUTH = [
  ClientAuthentication,
  ClientSecrets,
  ClientKeys,
  ClientTokens,
  ClientAssertionRules,
  ...METHOD_CLASSES,
  {
    provide: ClientAuthMethods,
    useFactory: (...inOrder: ClientAuthMethod[]): ClientAuthMethods => ({ inOrder }),
    inject: METHOD_CLASSES,
  },
];

@Module({
  imports: [OutgoingModule],
  controllers: [
    AuthorizeController,
    ParController,
    TokenController,
    RevokeController,
    IntrospectController,
    DeviceAuthorizationController,
  ],
  providers: [
    ...TOKENS,
    ...AUTHORIZE,
    ...CLIENT_AUTH,
    ...SENDER,
    ClientGuard,
    SenderGuard,
    GrantedScope,
    ApplicationOwner,
    ExchangeAudience,
    ResourceIndicators,
    RefusalNotes,
    AuthorizationCodeGrant,
    PasswordGrant,
    RefreshTokenGrant,
    ClientCredentialsGrant,
    DeviceCodeHandles,
    DeviceCodeGrant,
    DevicePolls,
    TokenExchangeGrant,
    {
      provide: GrantRegistry,
      useFactory: (
        settings: Settings,
        code: AuthorizationCodeGrant,
        refresh: RefreshTokenGrant,
        clientCredentials: ClientCredentialsGrant,
        device: DeviceCodeGrant,
        exchange: TokenExchangeGrant,
        password: PasswordGrant,
      ) => {
        const offered = [code, refresh, clientCredentials, device, exchange];
        return new GrantRegistry(settings.passwordGrant ? [...offered, password] : offered);
      },
      inject: [
        Settings,
        AuthorizationCodeGrant,
        RefreshTokenGrant,
        ClientCredentialsGrant,
        DeviceCodeGrant,
        TokenExchangeGrant,
        PasswordGrant,
      ],
    },
  ],
  exports: [
    ...TOKENS,
    ...AUTHORIZE,
    ...SENDER,
    ResourceIndicators,
    RefusalNotes,
    GrantedScope,
    GrantRegistry,
    ClientAuthentication,
    ClientGuard,
  ],
})
export class OAuthModule {}
