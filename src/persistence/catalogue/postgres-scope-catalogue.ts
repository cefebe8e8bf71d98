import { Injectable } from '@nestjs/common';
import { type CatalogueScope, ScopeCatalogue } from '../../oauth/stores/scope-catalogue.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { FeedCache } from '../feed/feed-cache.js';

type Catalogue = ReadonlyMap<string, CatalogueScope>;

/** The one key: the catalogue is read whole. */
const WHOLE = 'catalogue';

@Injectable()
export class PostgresScopeCatalogue extends ScopeCatalogue {
  private readonly cache: FeedCache<Catalogue>;

  constructor(
    private readonly database: Database,
    feed: ChangeFeed,
  ) {
    super();
    this.cache = new FeedCache(feed, 'scopes', () => this.load(), { entries: 1, mebibytes: 1 });
  }

  all(): Promise<Catalogue> | Catalogue {
    return this.cache.get(WHOLE) as Promise<Catalogue> | Catalogue;
  }

  private async load(): Promise<Catalogue> {
    const rows = await this.database.query((prisma) => prisma.scope.findMany({ orderBy: { createdAt: 'asc' } }));
    return new Map(
      rows.map(({ name, description, adminOnly, builtIn }) => [name, { name, description, adminOnly, builtIn }]),
    );
  }
}
