import { Injectable } from '@nestjs/common';
import { type CountedMail, MailCounters } from '../../auth/recovery/account-links.js';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { SecretKey } from '../../secrets/secret-key.js';
import { Counter } from '../database/counter.js';
import { Database } from '../database/database.js';
import { SECONDS } from '../../protocol/durations.js';

@Injectable()
export class PostgresMailCounters extends MailCounters {
  private readonly counters: Readonly<Record<CountedMail, Counter>>;

  constructor(
    database: Database,
    clock: Clock,
    private readonly key: SecretKey,
    { mailsPerAddress }: Settings,
  ) {
    super();
    const counter = (prefix: string) =>
      new Counter(database, clock, { prefix, points: mailsPerAddress, duration: SECONDS.hour });
    this.counters = {
      asked: counter('mail-asked'),
      told: counter('mail-told'),
      noticed: counter('mail-noticed'),
    };
  }

  async admits(address: string, kind: CountedMail): Promise<boolean> {
    const mark = this.key.mac(Buffer.from(`mail to ${address}`)).toString('base64url');
    return (await this.counters[kind].admit(mark)) === undefined;
  }
}
