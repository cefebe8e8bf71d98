import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ClockModule } from './clock/clock.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { AccessModule } from './access/access.module.js';
import { ApiDocsModule } from './api-docs/api-docs.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { ApplicationsModule } from './applications/applications.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BrandsModule } from './brands/brands.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { ConsoleHostModule } from './console-host/console-host.module.js';
import { PasswordModule } from './auth/password/password.module.js';
import { RefusalNotes } from './faces/refusal-notes.js';
import { BrowserModule } from './interaction/browser.module.js';
import { InteractionModule } from './interaction/interaction.module.js';
import { OpenIdModule } from './oidc/openid.module.js';
import { RefusalFilter } from './faces/refusal.filter.js';
import { IpWhitelistModule } from './ip-whitelist/ip-whitelist.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { RegistrationModule } from './applications/registration/registration.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { OidcModule } from './oidc/oidc.module.js';
import { NetworkModule } from './network/network.module.js';
import { OutgoingModule } from './outgoing/outgoing.module.js';
import { PersistenceModule } from './persistence/persistence.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { ResourcesModule } from './resources/resources.module.js';
import { ScopesModule } from './scopes/scopes.module.js';
import { SigningKeysModule } from './signing-keys/signing-keys.module.js';
import { UpgradeNoticesModule } from './upgrade-notices/upgrade-notices.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { UsersModule } from './users/users.module.js';
import { OperationsModule } from './operations/operations.module.js';

/** Wiring only. */
@Module({})
export class AppModule {
  static for(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.for(settings),
        ClockModule,
        NetworkModule,
        OutgoingModule,
        PersistenceModule,
        OperationsModule,
        SigningKeysModule,
        PasswordModule,
        OpenIdModule,
        BrowserModule,
        OAuthModule,
        OidcModule,
        AccessModule,
        AuthModule,
        InteractionModule,
        RegistrationModule,
        UsersModule,
        BrandsModule,
        IpWhitelistModule,
        ApplicationsModule,
        ApiKeysModule,
        ScopesModule,
        ResourcesModule,
        SessionsModule,
        GrantsModule,
        ConsentsModule,
        StatisticsModule,
        UpgradeNoticesModule,
        AuditModule,
        ConsoleHostModule,
        IncidentsModule,
        ApiDocsModule,
      ],
      providers: [RefusalNotes, { provide: APP_FILTER, useClass: RefusalFilter }],
    };
  }
}
