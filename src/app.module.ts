import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ClockModule } from './clock/clock.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { AccessModule } from './access/access.module.js';
import { ApiDocsModule } from './http/api-docs/api-docs.module.js';
import { ApiKeysModule } from './admin/api-keys/api-keys.module.js';
import { ApplicationsModule } from './admin/applications/applications.module.js';
import { AuditModule } from './admin/audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BrandsModule } from './admin/brands/brands.module.js';
import { ConsentsModule } from './admin/consents/consents.module.js';
import { ConsoleHostModule } from './operations/console-host/console-host.module.js';
import { GuidesHostModule } from './operations/guides-host/guides-host.module.js';
import { RecoveryModule } from './auth/recovery/recovery.module.js';
import { PasswordModule } from './auth/password/password.module.js';
import { BrowserModule } from './interaction/browser.module.js';
import { InteractionModule } from './interaction/interaction.module.js';
import { OidcCoreModule } from './oidc/oidc-core.module.js';
import { RefusalFilter } from './http/refusal.filter.js';
import { IpWhitelistModule } from './admin/ip-whitelist/ip-whitelist.module.js';
import { SignInsModule } from './admin/sign-ins/sign-ins.module.js';
import { IncidentsModule } from './admin/incidents/incidents.module.js';
import { RegistrationModule } from './admin/applications/registration/registration.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { OidcEndpointsModule } from './oidc/oidc-endpoints.module.js';
import { MailModule } from './outgoing/mail/mail.module.js';
import { PersistenceModule } from './persistence/persistence.module.js';
import { SessionsModule } from './admin/sessions/sessions.module.js';
import { ResourcesModule } from './admin/resources/resources.module.js';
import { ScopesModule } from './admin/scopes/scopes.module.js';
import { SigningKeysModule } from './admin/signing-keys/signing-keys.module.js';
import { UpgradeNoticesModule } from './admin/upgrade-notices/upgrade-notices.module.js';
import { StatisticsModule } from './admin/statistics/statistics.module.js';
import { ApplicationActivityModule } from './admin/application-activity/activity.module.js';
import { MailAdminModule } from './admin/mail/mail-admin.module.js';
import { FactorsModule } from './auth/factors/factors.module.js';
import { TrustedBrowsersModule } from './auth/trusted-browsers/trusted-browsers.module.js';
import { PasskeysModule } from './auth/passkeys/passkeys.module.js';
import { FactorsAdministrationModule } from './admin/users/factors/factors.module.js';
import { UsersModule } from './admin/users/users.module.js';
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
        MailModule,
        PersistenceModule,
        OperationsModule,
        SigningKeysModule,
        PasswordModule,
        RecoveryModule,
        FactorsModule,
        TrustedBrowsersModule,
        PasskeysModule,
        OidcCoreModule,
        BrowserModule,
        OAuthModule,
        OidcEndpointsModule,
        AccessModule,
        AuthModule,
        InteractionModule,
        RegistrationModule,
        UsersModule,
        MailAdminModule,
        FactorsAdministrationModule,
        BrandsModule,
        IpWhitelistModule,
        ApplicationsModule,
        ApplicationActivityModule,
        ApiKeysModule,
        ScopesModule,
        ResourcesModule,
        SessionsModule,
        SignInsModule,
        ConsentsModule,
        StatisticsModule,
        UpgradeNoticesModule,
        AuditModule,
        ConsoleHostModule,
        GuidesHostModule,
        IncidentsModule,
        ApiDocsModule,
      ],
      providers: [{ provide: APP_FILTER, useClass: RefusalFilter }],
    };
  }
}
