import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { MailCounters } from '../../auth/recovery/account-links.js';
import { Settings } from '../../config/settings.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { Database } from '../database/database.js';

const HOUR = 3600;

@Injectable()
export class PostgresMailCounters extends MailCounters {
  private readonly asked: RateLimiterPostgres;
  private readonly told: RateLimiterPostgres;

  constructor(
    database: Database,
    private readonly key: SecretKey,
    { mailsPerAddress }: Settings,
  ) {
    super();
    const counter = (keyPrefix: string) =>
      new RateLimiterPostgres({
        ...{ storeClient: database.pool, storeType: 'pool', tableName: 'attempts', tableCreated: true },
        ...{ clearExpiredByTimeout: false, keyPrefix, points: mailsPerAddress, duration: HOUR },
      });
    this.asked = counter('mail-asked');
    this.told = counter('mail-told');
  }

  async admits(address: string, asked: boolean): Promise<boolean> {
    const counter = asked ? this.asked : this.told;
    const mark = this.key.mac(Buffer.from(`mail to ${address}`)).toString('base64url');
    const { consumedPoints } = await counter.penalty(mark);
    return consumedPoints <= counter.points;
  }
}
