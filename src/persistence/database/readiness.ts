import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ReadinessCheck } from '../../operations/health/readiness-check.js';
import { isThere } from '../embedded/folder-rights.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { Database } from './database.js';
import { pendingMigrations } from './migrate.js';

/** Bytes. */
const ROOM = 4 * 2 ** 20;

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

/** Whether there is room where the embedded PostgreSQL writes: it fails only once a page more is needed. */
@Injectable()
export class DiskReadiness extends ReadinessCheck {
  readonly name = 'disk';

  constructor(private readonly settings: Settings) {
    super();
  }

  async check(): Promise<string | undefined> {
    const { dataDir } = this.settings;
    if (!isThere(path.join(dataDir, 'postgresql', 'postmaster.pid'))) return undefined;
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize < ROOM ? `there is no room left on the disk of ${dataDir}` : undefined;
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
