import { Global, Module } from '@nestjs/common';
import { ApiKeyDirectory } from '../access/api-key-directory.js';
import { ApiKeyStore } from '../admin/api-keys/api-key-store.js';
import { ConsentRegister } from '../admin/consents/consent-register.js';
import { ApplicationSecretStore } from '../admin/applications/application-secret-store.js';
import { ApplicationStore } from '../admin/applications/application-store.js';
import { AuditTrail } from '../protocol/audit-event.js';
import { AuditLog } from '../admin/audit/audit-log.js';
import { Credentials } from '../auth/password/credentials.js';
import { BrandStore } from '../admin/brands/brand-store.js';
import { Settings } from '../config/settings.js';
import { GrantRegister } from '../admin/sign-ins/grant-register.js';
import { WhitelistStore } from '../admin/ip-whitelist/whitelist-store.js';
import { Looks } from '../pages/looks.js';
import { IncidentStore } from '../admin/incidents/incident-store.js';
import { LogoutDeliveries } from '../oidc/logout-deliveries.js';
import { RequestedClaims } from '../oidc/requested-claims.js';
import { AccessTokenStatus } from '../oauth/stores/access-token-status.js';
import { Accounts } from '../oauth/stores/accounts.js';
import { Applications } from '../oauth/stores/applications.js';
import { Consents } from '../oauth/stores/consents.js';
import { PushedRequests } from '../oauth/stores/pushed-requests.js';
import { ResourceCatalogue } from '../oauth/stores/resource-catalogue.js';
import { DeviceCodes } from '../oauth/stores/device-codes.js';
import { DocumentClients } from '../oauth/stores/document-clients.js';
import { ClientRegistry } from '../admin/applications/registration/client-registry.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { SignIns } from '../oauth/stores/sign-ins.js';
import { Tally } from '../oauth/stores/tally.js';
import { UsedAssertions } from '../oauth/stores/used-assertions.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { Revocations } from '../oauth/tokens/revocations.js';
import { Handles } from '../secrets/handles.js';
import { ResourceStore } from '../admin/resources/resource-store.js';
import { ScopeStore } from '../admin/scopes/scope-store.js';
import { HousekeepingStore } from '../operations/housekeeping/housekeeping-store.js';
import { SecretKey } from '../secrets/secret-key.js';
import { SessionRegister } from '../admin/sessions/session-register.js';
import { Sessions } from '../access/sessions.js';
import { SigningKeyStore } from '../admin/signing-keys/signing-key-store.js';
import { UpgradeNoticeStore } from '../admin/upgrade-notices/upgrade-notice-store.js';
import { StatisticsStore } from '../admin/statistics/statistics-store.js';
import { TakenNames } from '../admin/users/taken-names.js';
import { RemainingCredentialsStore } from '../admin/users/remaining-credentials-store.js';
import { UserStore } from '../admin/users/user-store.js';
import { AuditWriter } from './audit/audit-writer.js';
import { ChangeFeed } from './feed/change-feed.js';
import { Database } from './database/database.js';
import { FeedConnection } from './feed/feed-connection.js';
import { PersistenceLifecycle } from './persistence.lifecycle.js';
import { PostgresAccessTokenStatus } from './sign-ins/postgres-access-token-status.js';
import { PostgresAccounts } from './accounts/postgres-accounts.js';
import { PostgresApiKeyDirectory } from './api-keys/postgres-api-key-directory.js';
import { PostgresApiKeys } from './api-keys/postgres-api-keys.js';
import { PostgresApplicationSecrets } from './applications/postgres-application-secrets.js';
import { PostgresApplicationStore } from './applications/postgres-application-store.js';
import { PostgresApplications } from './applications/postgres-applications.js';
import { PostgresBrands } from './postgres-brands.js';
import { PostgresConsentRegister } from './consents/postgres-consent-register.js';
import { PostgresConsents } from './consents/postgres-consents.js';
import { PostgresLogoutDeliveries } from './sessions/postgres-logout-deliveries.js';
import { PostgresLooks } from './upkeep/postgres-looks.js';
import { PostgresAuditLog } from './audit/postgres-audit-log.js';
import { PostgresCredentials } from './accounts/postgres-credentials.js';
import { PostgresClientRegistry } from './applications/postgres-client-registry.js';
import { PostgresDeviceCodes } from './requests/postgres-device-codes.js';
import { PostgresDocumentClients } from './applications/postgres-document-clients.js';
import { PostgresGrants } from './consents/postgres-grants.js';
import { PostgresIpWhitelists } from './postgres-ip-whitelists.js';
import { PostgresPushedRequests } from './requests/postgres-pushed-requests.js';
import { PostgresResourceCatalogue } from './catalogue/postgres-resource-catalogue.js';
import { PostgresResources } from './catalogue/postgres-resources.js';
import { PostgresHousekeeping } from './upkeep/postgres-housekeeping.js';
import { PostgresIncidents } from './upkeep/postgres-incidents.js';
import { PostgresRequestedClaims } from './consents/postgres-requested-claims.js';
import { PostgresScopeCatalogue } from './catalogue/postgres-scope-catalogue.js';
import { PostgresScopeStore } from './catalogue/postgres-scope-store.js';
import { PostgresSessionRegister } from './sessions/postgres-session-register.js';
import { PostgresSessions } from './sessions/postgres-sessions.js';
import { PostgresSignIns } from './sign-ins/postgres-sign-ins.js';
import { PostgresSigningKeys } from './postgres-signing-keys.js';
import { PostgresUsedAssertions } from './requests/postgres-used-assertions.js';
import { PostgresUpgradeNotices } from './upkeep/postgres-upgrade-notices.js';
import { PostgresStatistics } from './upkeep/postgres-statistics.js';
import { PostgresTally } from './upkeep/postgres-tally.js';
import { PostgresTakenNames } from './accounts/postgres-taken-names.js';
import { PostgresRemainingCredentials } from './accounts/postgres-remaining-credentials.js';
import { PostgresUsers } from './accounts/postgres-users.js';
import { DatabaseReadiness, FeedReadiness, MigrationReadiness } from './database/readiness.js';
import { SessionEndings } from './sessions/session-endings.js';
import { SignInEndings } from './sign-ins/sign-in-endings.js';
import { RefusalFolds } from './audit/refusal-folds.js';
import { StoreBounds } from '../bounds/store-bounds.js';
import { UsageWriter } from './upkeep/usage-writer.js';
import { Wake } from './feed/wake.js';

/** Every store the rest of the server asks for, by its abstract class. */
const STORES = [
  { provide: SignIns, useClass: PostgresSignIns },
  { provide: Applications, useClass: PostgresApplications },
  { provide: Accounts, useClass: PostgresAccounts },
  { provide: AccessTokenStatus, useClass: PostgresAccessTokenStatus },
  { provide: ScopeCatalogue, useClass: PostgresScopeCatalogue },
  { provide: ResourceCatalogue, useClass: PostgresResourceCatalogue },
  { provide: UsedAssertions, useClass: PostgresUsedAssertions },
  { provide: PushedRequests, useClass: PostgresPushedRequests },
  { provide: Credentials, useClass: PostgresCredentials },
  { provide: Sessions, useClass: PostgresSessions },
  { provide: GrantRegister, useClass: PostgresGrants },
  { provide: SessionRegister, useClass: PostgresSessionRegister },
  { provide: ApiKeyDirectory, useClass: PostgresApiKeyDirectory },
  { provide: ApiKeyStore, useClass: PostgresApiKeys },
  { provide: ScopeStore, useClass: PostgresScopeStore },
  { provide: ResourceStore, useClass: PostgresResources },
  { provide: ApplicationStore, useClass: PostgresApplicationStore },
  { provide: ApplicationSecretStore, useClass: PostgresApplicationSecrets },
  { provide: SigningKeyStore, useClass: PostgresSigningKeys },
  { provide: UserStore, useClass: PostgresUsers },
  { provide: TakenNames, useClass: PostgresTakenNames },
  { provide: RemainingCredentialsStore, useClass: PostgresRemainingCredentials },
  { provide: BrandStore, useClass: PostgresBrands },
  { provide: WhitelistStore, useClass: PostgresIpWhitelists },
  { provide: DeviceCodes, useClass: PostgresDeviceCodes },
  { provide: DocumentClients, useClass: PostgresDocumentClients },
  { provide: ClientRegistry, useClass: PostgresClientRegistry },
  { provide: Consents, useClass: PostgresConsents },
  { provide: ConsentRegister, useClass: PostgresConsentRegister },
  { provide: UpgradeNoticeStore, useClass: PostgresUpgradeNotices },
  { provide: StatisticsStore, useClass: PostgresStatistics },
  { provide: Tally, useClass: PostgresTally },
  { provide: Looks, useClass: PostgresLooks },
  { provide: IncidentStore, useClass: PostgresIncidents },
  { provide: HousekeepingStore, useClass: PostgresHousekeeping },
  { provide: LogoutDeliveries, useClass: PostgresLogoutDeliveries },
  { provide: RequestedClaims, useClass: PostgresRequestedClaims },
  { provide: AuditLog, useClass: PostgresAuditLog },
  { provide: AuditTrail, useExisting: AuditWriter },
];

@Global()
@Module({
  providers: [
    StoreBounds,
    RefusalFolds,
    { provide: Database, useFactory: (settings: Settings) => new Database(settings.databaseUrl), inject: [Settings] },
    {
      provide: FeedConnection,
      useFactory: (settings: Settings) => new FeedConnection(settings.databaseUrl),
      inject: [Settings],
    },
    { provide: SecretKey, useFactory: (settings: Settings) => new SecretKey(settings.secretKey), inject: [Settings] },
    {
      provide: Wake,
      useFactory: (database: Database, settings: Settings) => new Wake(database, settings.feedNotify),
      inject: [Database, Settings],
    },
    Handles,
    Revocations,
    KeyRing,
    ChangeFeed,
    AuditWriter,
    UsageWriter,
    DatabaseReadiness,
    FeedReadiness,
    MigrationReadiness,
    PersistenceLifecycle,
    SessionEndings,
    SignInEndings,
    ...STORES,
  ],
  exports: [...STORES.map((store) => store.provide), KeyRing, SecretKey, Handles, ChangeFeed, Database, StoreBounds],
})
export class PersistenceModule {}
