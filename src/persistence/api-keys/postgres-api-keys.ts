import { Injectable } from '@nestjs/common';
import { type ApiKeyFacts, ApiKeys } from '../../access/api-keys.js';
import { Whitelist } from '../../network/whitelist.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { FeedCache } from '../feed/feed-cache.js';
import { UsageWriter } from '../upkeep/usage-writer.js';

const REMEMBERED = { entries: 10_000, mebibytes: 32 };

@Injectable()
export class PostgresApiKeys extends ApiKeys {
  private readonly cache: FeedCache<ApiKeyFacts>;

  constructor(
    private readonly database: Database,
    feed: ChangeFeed,
    private readonly usage: UsageWriter,
  ) {
    super();
    // the subject of a change to a key is the hash of its secret, in hex
    this.cache = new FeedCache(feed, 'api-key', (hash) => this.load(hash), REMEMBERED);
  }

  byHash(hash: Buffer): Promise<ApiKeyFacts | undefined> | ApiKeyFacts | undefined {
    return this.cache.get(hash.toString('hex'));
  }

  used(keyId: string, address: string, inQuery: boolean): void {
    this.usage.keyUsed(keyId, address);
    if (inQuery) this.usage.count('api_key_in_query', keyId);
  }

  private async load(hash: string): Promise<ApiKeyFacts | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.apiKey.findUnique({
        where: { secretHash: Uint8Array.from(Buffer.from(hash, 'hex')) },
      }),
    );
    if (row === null) return undefined;
    return {
      id: row.id,
      userId: row.userId,
      keysEpoch: row.keysEpoch,
      scopes: row.scopes,
      expiresAt: row.expiresAt,
      revoked: row.revokedAt !== null,
      whitelist: Whitelist.of(row.networks),
      madeBy: row.madeBy,
    };
  }
}
