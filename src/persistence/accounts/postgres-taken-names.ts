import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { Settings } from '../../config/settings.js';
import { TakenNames } from '../../admin/users/taken-names.js';
import { Database } from '../database/database.js';

/** As many questions as there may be failures to sign in, on counters of their own. */
@Injectable()
export class PostgresTakenNames extends TakenNames {
  private readonly counters: readonly [account: RateLimiterPostgres, network: RateLimiterPostgres];

  constructor(database: Database, settings: Settings) {
    super();
    const counter = (keyPrefix: string, points: number, duration: number) =>
      new RateLimiterPostgres({
        storeClient: database.pool,
        storeType: 'pool',
        tableName: 'attempts',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration,
      });
    this.counters = [
      counter('name-account', settings.attemptsPerAccountAndNetwork, settings.attemptsPerAccountAndNetworkWindow),
      counter('name-network', settings.attemptsPerNetwork, settings.attemptsPerNetworkWindow),
    ];
  }

  async admit(userId: string, network: string): Promise<number | undefined> {
    const [account, networks] = this.counters;
    const counted = [
      { limit: account.points, made: await account.penalty(userId) },
      { limit: networks.points, made: await networks.penalty(network) },
    ];
    const waits = counted
      .filter(({ limit, made }) => made.consumedPoints > limit)
      .map(({ made }) => Math.max(1, Math.ceil(made.msBeforeNext / 1000)));
    return waits.length === 0 ? undefined : Math.max(...waits);
  }
}
