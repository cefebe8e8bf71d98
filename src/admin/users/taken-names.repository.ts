import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { Counter } from '../../persistence/database/counter.js';
import { Database } from '../../persistence/database/database.js';

/**
 * Bounds how often one account, and one network, hears whether a user name is taken: as many questions as there may be
 * failures to sign in, on counters of their own that all nodes share.
 */
@Injectable()
export class TakenNamesRepository {
  private readonly counters: readonly [account: Counter, network: Counter];

  constructor(database: Database, clock: Clock, settings: Settings) {
    const counter = (prefix: string, points: number, duration: number) =>
      new Counter(database, clock, { prefix, points, duration });
    this.counters = [
      counter('name-account', settings.attemptsPerAccountAndNetwork, settings.attemptsPerAccountAndNetworkWindow),
      counter('name-network', settings.attemptsPerNetwork, settings.attemptsPerNetworkWindow),
    ];
  }

  /** Counts one question. Undefined: it may be answered, else how many seconds to wait. */
  async admit(userId: string, network: string): Promise<number | undefined> {
    const [account, networks] = this.counters;
    return (await account.admit(userId)) ?? networks.admit(network);
  }
}
