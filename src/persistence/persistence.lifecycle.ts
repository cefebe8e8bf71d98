import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PostgresAuditTrail } from './audit/postgres-audit-trail.js';
import { ChangeFeed } from './feed/change-feed.js';
import { Database } from './database/database.js';
import { inheritKeys } from './secret-key/inherit-keys.js';
import { checkSecretKey } from './secret-key/secret-key-check.js';
import { SecretKey } from '../secrets/secret-key.js';
import { UsageWriter } from './upkeep/usage-writer.js';

/** Opens what the server remembers from, and closes it last, with nothing unwritten. */
@Injectable()
export class PersistenceLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly key: SecretKey,
    private readonly feed: ChangeFeed,
    private readonly auditWriter: PostgresAuditTrail,
    private readonly usageWriter: UsageWriter,
  ) {}

  async onModuleInit(): Promise<void> {
    await checkSecretKey(this.database.pool, this.key);
    await inheritKeys(this.database.pool, this.key);
    await this.feed.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.feed.stop();
    await this.auditWriter.stop().catch(() => undefined);
    await this.usageWriter.stop().catch(() => undefined);
    await this.database.close();
  }
}
