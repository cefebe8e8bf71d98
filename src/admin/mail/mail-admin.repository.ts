import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { MailsToSend } from '../../persistence/mail/mails-to-send.js';

@Injectable()
export class MailAdminRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly clock: Clock,
  ) {}

  waiting(): Promise<number> {
    return this.database.query((prisma) => prisma.outgoingMail.count());
  }

  async sendTest(to: string, by: DoneBy): Promise<void> {
    const now = this.clock.now();
    await recordedWrite(this.database, this.feed, by, async (tx) => {
      await this.mails.put(tx, { kind: 'test', to }, now);
      await audit(tx, { ...by, action: 'mail.test', outcome: 'success' }, now);
    });
  }
}
