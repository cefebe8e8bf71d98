import { Injectable } from '@nestjs/common';
import { Whitelist } from '../../network/whitelist.js';
import { type Account, Accounts } from '../../oauth/stores/accounts.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from '../database/database.js';
import { FeedCache } from '../feed/feed-cache.js';

const REMEMBERED = 50_000;

@Injectable()
export class PostgresAccounts extends Accounts {
  private readonly cache: FeedCache<Account>;

  constructor(
    private readonly database: Database,
    feed: ChangeFeed,
  ) {
    super();
    this.cache = new FeedCache(feed, 'user', (id) => this.load(id), REMEMBERED);
  }

  byId(id: string): Promise<Account | undefined> | Account | undefined {
    return this.cache.get(id);
  }

  private async load(id: string): Promise<Account | undefined> {
    const row = await this.database.query((prisma) =>
      prisma.user.findUnique({ where: { id }, include: { ipEntries: true }, omit: { passwordHash: true } }),
    );
    if (row === null) return undefined;
    return {
      id: row.id,
      number: row.accountNumber,
      email: row.email,
      emailVerified: row.emailVerified,
      username: row.username,
      name: row.name,
      role: row.role,
      disabled: row.disabledAt !== null,
      epoch: row.epoch,
      updatedAt: row.updatedAt,
      whitelist: Whitelist.of(row.ipEntries.map((entry) => entry.cidr)),
    };
  }
}
