import { Injectable } from '@nestjs/common';
import { isClientId } from '../../protocol/client-id.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { Whitelist } from '../../network/whitelist.js';
import {
  type Application,
  Applications,
  type ClientSecret,
  type RevokedBy,
  type Describer,
} from '../../oauth/stores/applications.js';
import { factorPolicies } from '../../oauth/grants/factor-rules.js';
import type { FactorPolicy } from '../../protocol/factor-policy.js';
import { fittingScopes } from '../../protocol/fitting-scopes.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit, revocationEvent } from '../audit/audit-rows.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { endOfApplication, recordedWrite } from '../database/recorded-write.js';
import { FeedCache } from '../feed/feed-cache.js';
import type { ApplicationModel, ApplicationSecretModel } from '../generated/models.js';
import { storedApplication } from './application-rows.js';
import { UsageWriter } from '../upkeep/usage-writer.js';

const REMEMBERED = { entries: 10_000, mebibytes: 64 };

@Injectable()
export class PostgresApplications extends Applications {
  private readonly cache: FeedCache<Application>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly usage: UsageWriter,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
    this.cache = new FeedCache(feed, 'application', (clientId) => this.load(clientId), REMEMBERED);
  }

  byClientId(clientId: string): Promise<Application | undefined> | Application | undefined {
    return isClientId(clientId) ? this.cache.get(clientId) : undefined;
  }

  async endEverything(application: Application, by: RevokedBy): Promise<void> {
    const now = this.clock.now();
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx, changes) => {
      const [row] = await tx.application.updateManyAndReturn({
        where: { id: application.id },
        data: { epoch: { increment: 1 } },
        select: { epoch: true },
      });
      // a client that is described by a document and was never signed in to has nothing yet
      if (row === undefined) return;
      changes.push(endOfApplication(application.clientId, now, row.epoch));
      await audit(tx, revocationEvent(by, { type: 'application', id: application.id }, application.clientId), now);
    });
  }

  secretUsed(secretId: string, address: string): void {
    this.usage.secretUsed(secretId, address);
  }

  passwordGrantUsed(clientId: string): void {
    this.usage.count('password_grant', clientId);
  }

  codeWithoutPkceUsed(clientId: string): void {
    this.usage.count('code_without_pkce', clientId);
  }

  private async load(clientId: string): Promise<Application | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.application.findUnique({
        where: { clientId },
        include: { secrets: true, brand: { select: { secondFactor: true } } },
      }),
    );
    if (row === null) return undefined;
    const { secrets, brand, ...columns } = row;
    const { networks, registered, ...stored } = storedApplication(columns);
    return {
      ...stored,
      selfRegistered: registered === 'open' || registered === 'document',
      describedBy: describerOf(row),
      documentReadAt: registered === 'document' ? (row.documentReadAt ?? row.updatedAt) : undefined,
      defaultScopes: defaultScopesOf(row),
      idTokenClaims: stored.metadata.id_token_claims ?? (registered === null ? this.settings.idTokenClaims : 'minimal'),
      accessTokenTtl: row.accessTokenTtl ?? this.settings.accessTokenTtl,
      refreshTokenTtl: row.refreshTokenTtl ?? this.settings.refreshTokenTtl,
      secondFactor: factorPolicies(this.settings, stored.secondFactor, brand?.secondFactor as FactorPolicy | null),
      secrets: secrets.map(secretOf),
      whitelist: Whitelist.of(networks),
    };
  }
}

/** One that registered itself may have every scope of the catalogue, however many: a request without `scope` gets those that fit. */
function defaultScopesOf({ defaultScopes, scopes, registered }: ApplicationModel): readonly string[] {
  if (defaultScopes.length > 0) return defaultScopes;
  return registered === null ? scopes : fittingScopes(scopes);
}

function describerOf({ confirmed, builtIn, registered, ownerId }: ApplicationModel): Describer {
  if (confirmed || builtIn) return 'administrator';
  if (registered !== null) return 'itself';
  return ownerId === null ? 'administrator' : 'member';
}

function secretOf({ id, secretHash, sealedSecret, expiresAt }: ApplicationSecretModel): ClientSecret {
  return { id, hash: Buffer.from(secretHash), sealed: sealedSecret && Buffer.from(sealedSecret), expiresAt };
}
