import { Global, Module } from '@nestjs/common';
import { ApiKeyDirectory } from '../api-keys/api-key-directory.js';
import { ApiKeyStore } from '../api-keys/api-key-store.js';
import { ConsentRegister } from '../consents/consent-register.js';
import { ApplicationSecretStore } from '../applications/application-secret-store.js';
import { ApplicationStore } from '../applications/application-store.js';
import { AuditTrail } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.js';
import { Credentials } from '../auth/password/credentials.js';
import { BrandStore } from '../brands/brand-store.js';
import { Settings } from '../config/settings.js';
import { GrantRegister } from '../grants/grant-register.js';
import { WhitelistStore } from '../ip-whitelist/whitelist-store.js';
import { Looks } from '../pages/looks.js';
import { IncidentStore } from '../incidents/incident-store.js';
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
import { ClientRegistry } from '../applications/registration/client-registry.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { SignIns } from '../oauth/stores/sign-ins.js';
import { Tally } from '../oauth/stores/tally.js';
import { UsedAssertions } from '../oauth/stores/used-assertions.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { Revocations } from '../oauth/tokens/revocations.js';
import { Handles } from '../secrets/handles.js';
import { ResourceStore } from '../resources/resource-store.js';
import { ScopeStore } from '../scopes/scope-store.js';
import { HousekeepingStore } from '../operations/housekeeping/housekeeping-store.js';
import { SecretKey } from '../secrets/secret-key.js';
import { SessionRegister } from '../sessions/session-register.js';
import { Sessions } from '../sessions/sessions.js';
import { SigningKeyStore } from '../signing-keys/signing-key-store.js';
import { StatisticsStore } from '../statistics/statistics-store.js';
import { UserStore } from '../users/user-store.js';
import { AuditWriter } from './audit-writer.js';
import { ChangeFeed } from './change-feed.js';
import { Database } from './database.js';
import { FeedConnection } from './feed-connection.js';
import { PersistenceLifecycle } from './persistence.lifecycle.js';
import { PostgresAccessTokenStatus } from './postgres-access-token-status.js';
import { PostgresAccounts } from './postgres-accounts.js';
import { PostgresApiKeyDirectory } from './postgres-api-key-directory.js';
import { PostgresApiKeys } from './postgres-api-keys.js';
import { PostgresApplicationSecrets } from './postgres-application-secrets.js';
import { PostgresApplicationStore } from './postgres-application-store.js';
import { PostgresApplications } from './postgres-applications.js';
import { PostgresBrands } from './postgres-brands.js';
import { PostgresConsentRegister } from './postgres-consent-register.js';
import { PostgresConsents } from './postgres-consents.js';
import { PostgresLogoutDeliveries } from './postgres-logout-deliveries.js';
import { PostgresLooks } from './postgres-looks.js';
import { PostgresAuditLog } from './postgres-audit-log.js';
import { PostgresCredentials } from './postgres-credentials.js';
import { PostgresClientRegistry } from './postgres-client-registry.js';
import { PostgresDeviceCodes } from './postgres-device-codes.js';
import { PostgresDocumentClients } from './postgres-document-clients.js';
import { PostgresGrants } from './postgres-grants.js';
import { PostgresIpWhitelists } from './postgres-ip-whitelists.js';
import { PostgresPushedRequests } from './postgres-pushed-requests.js';
import { PostgresResourceCatalogue } from './postgres-resource-catalogue.js';
import { PostgresResources } from './postgres-resources.js';
import { PostgresHousekeeping } from './postgres-housekeeping.js';
import { PostgresIncidents } from './postgres-incidents.js';
import { PostgresRequestedClaims } from './postgres-requested-claims.js';
import { PostgresScopeCatalogue } from './postgres-scope-catalogue.js';
import { PostgresScopeStore } from './postgres-scope-store.js';
import { PostgresSessionRegister } from './postgres-session-register.js';
import { PostgresSessions } from './postgres-sessions.js';
import { PostgresSignIns } from './postgres-sign-ins.js';
import { PostgresSigningKeys } from './postgres-signing-keys.js';
import { PostgresUsedAssertions } from './postgres-used-assertions.js';
import { PostgresStatistics } from './postgres-statistics.js';
import { PostgresTally } from './postgres-tally.js';
import { PostgresUsers } from './postgres-users.js';
import { DatabaseReadiness, FeedReadiness, MigrationReadiness } from './readiness.js';
import { SessionEndings } from './session-endings.js';
import { SignInEndings } from './sign-in-endings.js';
import { UsageWriter } from './usage-writer.js';
import { Wake } from './wake.js';

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
  { provide: BrandStore, useClass: PostgresBrands },
  { provide: WhitelistStore, useClass: PostgresIpWhitelists },
  { provide: DeviceCodes, useClass: PostgresDeviceCodes },
  { provide: DocumentClients, useClass: PostgresDocumentClients },
  { provide: ClientRegistry, useClass: PostgresClientRegistry },
  { provide: Consents, useClass: PostgresConsents },
  { provide: ConsentRegister, useClass: PostgresConsentRegister },
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
  exports: [...STORES.map((store) => store.provide), KeyRing, SecretKey, Handles, ChangeFeed, Database],
})
export class PersistenceModule {}
