import { Injectable } from '@nestjs/common';
import { ReadinessCheck } from '../../operations/health/readiness-check.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from './database.js';
import { pendingMigrations } from './migrate.js';

@Injectable()
export class DatabaseReadiness extends ReadinessCheck {
  readonly name = 'database';

  constructor(private readonly database: Database) {
    super();
  }

  check(): Promise<string | undefined> {
    return this.database.fault();
  }
}

@Injectable()
export class FeedReadiness extends ReadinessCheck {
  readonly name = 'feed';

  constructor(private readonly feed: ChangeFeed) {
    super();
  }

  check(): string | undefined {
    return this.feed.isFresh() ? undefined : 'has not been read within its bound';
  }
}

@Injectable()
export class MigrationReadiness extends ReadinessCheck {
  readonly name = 'migrations';

  constructor(private readonly database: Database) {
    super();
  }

  async check(): Promise<string | undefined> {
    const pending = await pendingMigrations(this.database.pool);
    return pending.length === 0 ? undefined : `${pending.join(', ')} not applied`;
  }
}
