import { Injectable } from '@nestjs/common';
import { type ProtectedResource, ResourceCatalogue } from '../../oauth/stores/resource-catalogue.js';
import type { AccessTokenType } from '../../protocol/client-metadata.js';
import { isResourceLength } from '../../protocol/resource-identifier.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { FeedCache } from '../feed/feed-cache.js';

const REMEMBERED = { entries: 10_000, mebibytes: 32 };

@Injectable()
export class PostgresResourceCatalogue extends ResourceCatalogue {
  private readonly cache: FeedCache<ProtectedResource>;

  constructor(
    private readonly database: Database,
    feed: ChangeFeed,
  ) {
    super();
    this.cache = new FeedCache(feed, 'resource', (identifier) => this.load(identifier), REMEMBERED);
  }

  byIdentifier(identifier: string): Promise<ProtectedResource | undefined> | ProtectedResource | undefined {
    return isResourceLength(identifier) ? this.cache.get(identifier) : undefined;
  }

  private async load(identifier: string): Promise<ProtectedResource | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.resource.findUnique({
        where: { identifier },
        select: { identifier: true, scopes: true, ownerId: true, applicationId: true, accessTokenTyp: true },
      }),
    );
    return row === null ? undefined : { ...row, accessTokenTyp: row.accessTokenTyp as AccessTokenType | null };
  }
}
