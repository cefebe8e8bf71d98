import { Injectable, Logger } from '@nestjs/common';
import { ReadinessCheck } from '../../operations/health/readiness-check.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { Database } from '../database/database.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { faultOfKey, keyMarks } from './secret-key-check.js';

/** Whether the database is still sealed under the key of this node. */
@Injectable()
export class SecretKeyReadiness extends ReadinessCheck {
  readonly name = 'secret-key';
  private readonly logger = new Logger('SecretKey');

  constructor(
    private readonly database: Database,
    feed: ChangeFeed,
    private readonly key: SecretKey,
  ) {
    super();
    feed.subscribe('secret-key', (subject) => {
      if (subject !== undefined && subject !== key.fingerprint) void this.report();
    });
  }

  async check(): Promise<string | undefined> {
    return faultOfKey(await keyMarks(this.database.pool), this.key);
  }

  private async report(): Promise<void> {
    const fault = await this.check().catch(() => undefined);
    if (fault !== undefined) this.logger.error(`this node is not ready any more: ${fault}`);
  }
}
