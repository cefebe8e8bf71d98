import { Global, Module } from '@nestjs/common';
import { ApiKeys } from '../access/api-keys.js';
import { AuditTrail } from '../protocol/audit-event.js';
import { Credentials } from '../auth/password/credentials.js';
import { Settings } from '../config/settings.js';
import { Looks } from '../pages/looks.js';
import { ApplicationSessions } from '../oidc/application-sessions.js';
import { LogoutDeliveries } from '../oidc/logout-deliveries.js';
import { RequestedClaims } from '../oidc/requested-claims.js';
import { AccessTokenStatus } from '../oauth/stores/access-token-status.js';
import { Accounts } from '../oauth/stores/accounts.js';
import { Applications } from '../oauth/stores/applications.js';
import { Consents } from '../oauth/stores/consents.js';
import { KeptRequests } from '../oauth/stores/kept-requests.js';
import { PushedRequests } from '../oauth/stores/pushed-requests.js';
import { ResourceCatalogue } from '../oauth/stores/resource-catalogue.js';
import { DeviceCodes } from '../oauth/stores/device-codes.js';
import { DocumentClients } from '../oauth/stores/document-clients.js';
import { ScopeCatalogue } from '../oauth/stores/scope-catalogue.js';
import { SignIns } from '../oauth/stores/sign-ins.js';
import { UsageCounts } from '../oauth/stores/usage-counts.js';
import { UsedAssertions } from '../oauth/stores/used-assertions.js';
import { KeyRing } from '../oauth/tokens/key-ring.js';
import { Revocations } from '../oauth/tokens/revocations.js';
import { Handles } from '../secrets/handles.js';
import { Housekeeping } from '../operations/housekeeping/housekeeping.js';
import { SecretKeyReadiness } from './secret-key/secret-key-readiness.js';
import { SecretKey } from '../secrets/secret-key.js';
import { Sessions } from '../access/sessions.js';
import { PostgresAuditTrail } from './audit/postgres-audit-trail.js';
import { ChangeFeed } from './feed/change-feed.js';
import { Database } from './database/database.js';
import { FeedConnection } from './feed/feed-connection.js';
import { PersistenceLifecycle } from './persistence.lifecycle.js';
import { PostgresAccessTokenStatus } from './sign-ins/postgres-access-token-status.js';
import { PostgresAccounts } from './accounts/postgres-accounts.js';
import { PostgresApiKeys } from './api-keys/postgres-api-keys.js';
import { PostgresApplications } from './applications/postgres-applications.js';
import { PostgresConsents } from './consents/postgres-consents.js';
import { PostgresApplicationSessions } from './sessions/postgres-application-sessions.js';
import { PostgresLogoutDeliveries } from './sessions/postgres-logout-deliveries.js';
import { PostgresLooks } from './brands/postgres-looks.js';
import { SecondFactors } from '../auth/factors/second-factors.js';
import { Passkeys } from '../auth/passkeys/passkeys.js';
import { TrustedBrowsers } from '../auth/trusted-browsers/trusted-browsers.js';
import { AccountLinks, MailCounters } from '../auth/recovery/account-links.js';
import { Outbox } from '../outgoing/mail/outbox.js';
import { PostgresAccountLinks } from './accounts/postgres-account-links.js';
import { FactorChanges } from './accounts/factor-changes.js';
import { PostgresPasskeys } from './accounts/postgres-passkeys.js';
import { PostgresSecondFactors } from './accounts/postgres-second-factors.js';
import { PostgresTrustedBrowsers } from './accounts/postgres-trusted-browsers.js';
import { MailsToSend } from './mail/mails-to-send.js';
import { PostgresMailCounters } from './mail/postgres-mail-counters.js';
import { PostgresOutbox } from './mail/postgres-outbox.js';
import { PostgresCredentials } from './accounts/postgres-credentials.js';
import { PostgresDeviceCodes } from './requests/postgres-device-codes.js';
import { PostgresDocumentClients } from './applications/postgres-document-clients.js';
import { PostgresKeptRequests } from './requests/postgres-kept-requests.js';
import { PostgresPushedRequests } from './requests/postgres-pushed-requests.js';
import { PostgresResourceCatalogue } from './catalogue/postgres-resource-catalogue.js';
import { PostgresHousekeeping } from './upkeep/postgres-housekeeping.js';
import { ConsentEndings } from './consents/consent-endings.js';
import { PostgresRequestedClaims } from './consents/postgres-requested-claims.js';
import { PostgresScopeCatalogue } from './catalogue/postgres-scope-catalogue.js';
import { PostgresSessions } from './sessions/postgres-sessions.js';
import { PostgresSignIns } from './sign-ins/postgres-sign-ins.js';
import { PostgresUsedAssertions } from './requests/postgres-used-assertions.js';
import { PostgresUsageCounts } from './upkeep/postgres-usage-counts.js';
import { DatabaseReadiness, DiskReadiness, FeedReadiness, MigrationReadiness } from './database/readiness.js';
import { SessionEndings } from './sessions/session-endings.js';
import { SignInEndings } from './sign-ins/sign-in-endings.js';
import { RefusalFolds } from './audit/refusal-folds.js';
import { StoreBounds } from '../bounds/store-bounds.js';
import { UsageWriter } from './upkeep/usage-writer.js';
import { Wake } from './feed/wake.js';

/** The ports of the core, of sign-in and of operations, by their abstract classes. */
const PORTS = [
  { provide: SignIns, useClass: PostgresSignIns },
  { provide: Applications, useClass: PostgresApplications },
  { provide: Accounts, useClass: PostgresAccounts },
  { provide: AccessTokenStatus, useClass: PostgresAccessTokenStatus },
  { provide: ScopeCatalogue, useClass: PostgresScopeCatalogue },
  { provide: ResourceCatalogue, useClass: PostgresResourceCatalogue },
  { provide: UsedAssertions, useClass: PostgresUsedAssertions },
  { provide: KeptRequests, useClass: PostgresKeptRequests },
  { provide: PushedRequests, useClass: PostgresPushedRequests },
  { provide: Credentials, useClass: PostgresCredentials },
  { provide: Sessions, useClass: PostgresSessions },
  { provide: ApiKeys, useClass: PostgresApiKeys },
  { provide: DeviceCodes, useClass: PostgresDeviceCodes },
  { provide: DocumentClients, useClass: PostgresDocumentClients },
  { provide: Consents, useClass: PostgresConsents },
  { provide: UsageCounts, useClass: PostgresUsageCounts },
  { provide: Looks, useClass: PostgresLooks },
  { provide: Housekeeping, useClass: PostgresHousekeeping },
  { provide: ApplicationSessions, useClass: PostgresApplicationSessions },
  { provide: LogoutDeliveries, useClass: PostgresLogoutDeliveries },
  { provide: RequestedClaims, useClass: PostgresRequestedClaims },
  { provide: Outbox, useClass: PostgresOutbox },
  { provide: AccountLinks, useClass: PostgresAccountLinks },
  { provide: MailCounters, useClass: PostgresMailCounters },
  { provide: SecondFactors, useClass: PostgresSecondFactors },
  { provide: Passkeys, useClass: PostgresPasskeys },
  { provide: TrustedBrowsers, useClass: PostgresTrustedBrowsers },
  { provide: AuditTrail, useExisting: PostgresAuditTrail },
];

@Global()
@Module({
  providers: [
    StoreBounds,
    RefusalFolds,
    {
      provide: Database,
      useFactory: ({ databaseUrl, preparedStatements }: Settings) =>
        new Database(databaseUrl, undefined, preparedStatements),
      inject: [Settings],
    },
    {
      provide: FeedConnection,
      useFactory: ({ databaseUrl, preparedStatements }: Settings) =>
        new FeedConnection(databaseUrl, preparedStatements),
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
    PostgresAuditTrail,
    UsageWriter,
    DatabaseReadiness,
    DiskReadiness,
    FeedReadiness,
    MigrationReadiness,
    SecretKeyReadiness,
    PersistenceLifecycle,
    FactorChanges,
    SessionEndings,
    SignInEndings,
    ConsentEndings,
    MailsToSend,
    ...PORTS,
  ],
  exports: [
    ...PORTS.map((port) => port.provide),
    KeyRing,
    SecretKey,
    Handles,
    ChangeFeed,
    Database,
    StoreBounds,
    SessionEndings,
    ConsentEndings,
    SignInEndings,
    MailsToSend,
  ],
})
export class PersistenceModule {}
