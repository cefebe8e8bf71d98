import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { type CountedMail, MailCounters } from '../../auth/recovery/account-links.js';
import { Settings } from '../../config/settings.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { Database } from '../database/database.js';

const HOUR = 3600;

@Injectable()
export class PostgresMailCounters extends MailCounters {
  private readonly counters: Readonly<Record<CountedMail, RateLimiterPostgres>>;

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
    this.counters = {
      asked: counter('mail-asked'),
      told: counter('mail-told'),
      noticed: counter('mail-noticed'),
    };
  }

  async admits(address: string, kind: CountedMail): Promise<boolean> {
    const counter = this.counters[kind];
    const mark = this.key.mac(Buffer.from(`mail to ${address}`)).toString('base64url');
    const { consumedPoints } = await counter.penalty(mark);
    return consumedPoints <= counter.points;
  }
}
