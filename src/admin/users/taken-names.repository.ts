import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { Settings } from '../../config/settings.js';
import { Database } from '../../persistence/database/database.js';

/**
 * Bounds how often one account, and one network, hears whether a user name is taken: as many questions as there may be
 * failures to sign in, on counters of their own that all nodes share.
 */
@Injectable()
export class TakenNamesRepository {
  private readonly counters: readonly [account: RateLimiterPostgres, network: RateLimiterPostgres];

  constructor(database: Database, settings: Settings) {
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

  /** Counts one question. Undefined: it may be answered, else how many seconds to wait. */
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
