import { Injectable } from '@nestjs/common';
import { Whitelist } from '../../network/whitelist.js';
import { type Account, Accounts, type KnownState } from '../../oauth/stores/accounts.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database, type HotStatement } from '../database/database.js';
import { FeedCache } from '../feed/feed-cache.js';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './account-rows.js';

const REMEMBERED = { entries: 50_000, mebibytes: 64 };

const LOAD: HotStatement = {
  name: 'account_load',
  text: `SELECT ${ACCOUNT_COLUMNS}, u.networks::text[] FROM users u WHERE u.id = $1`,
};

interface LoadedRow extends AccountRow, Record<string, unknown> {
  networks: string[];
}

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

  async asOf(id: string, { epoch, proofEpoch }: KnownState): Promise<Account | undefined> {
    const known = await this.byId(id);
    const isCurrent = known?.epoch === epoch && known.proofEpoch === (proofEpoch ?? known.proofEpoch);
    return isCurrent ? known : this.load(id);
  }

  async hasDeviceBoundPasskey(id: string): Promise<boolean> {
    const where = { userId: id, deviceBound: true };
    return (await this.database.query((prisma) => prisma.passkey.findFirst({ where, select: { id: true } }))) !== null;
  }

  private async load(id: string): Promise<Account | undefined> {
    const [row] = await this.database.run<LoadedRow>(LOAD, [id]);
    return row && accountOf(row, Whitelist.of(row.networks));
  }
}
