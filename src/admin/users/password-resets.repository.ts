import { Injectable } from '@nestjs/common';
import type { DoneBy } from '../../protocol/audit-event.js';
import { Clock } from '../../clock/clock.js';
import { Conflict } from '../../protocol/refusal.js';
import { audit } from '../../persistence/audit/audit-rows.js';
import { Database } from '../../persistence/database/database.js';
import { recordedWrite } from '../../persistence/database/recorded-write.js';
import { ChangeFeed } from '../../persistence/feed/change-feed.js';
import { MailsToSend } from '../../persistence/mail/mails-to-send.js';
import { ACCOUNT, ACCOUNT_AND_NETWORK } from '../../persistence/accounts/postgres-credentials.js';
import { type PasswordLink, passwordLinkMail } from './password-link.js';

/** What helps a person back in besides another password. */
@Injectable()
export class PasswordResetsRepository {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly clock: Clock,
  ) {}

  /** Mails a link to choose a password; false when there is no such user. @throws Conflict for a disabled one */
  async sendLink(id: string, kind: PasswordLink, by: DoneBy): Promise<boolean> {
    const now = this.clock.now();
    return recordedWrite(this.database, this.feed, by, async (tx) => {
      const user = await tx.user.findUnique({ where: { id }, select: { id: true, email: true, disabledAt: true } });
      if (user === null) return false;
      if (user.disabledAt !== null) throw new Conflict('id', 'is of a disabled user; enable the account first');
      await this.mails.put(tx, passwordLinkMail(user, kind), now);
      await audit(tx, { ...by, action: `user.send-${kind}`, outcome: 'success', target: { type: 'user', id } }, now);
      return true;
    });
  }

  async passwordHashOf(where: { id: string } | { email: string }): Promise<string | undefined> {
    const select = { passwordHash: true };
    const row = await this.database.query((prisma) => prisma.user.findUnique({ where, select }));
    return row?.passwordHash;
  }

  /** Clears the counters of failed attempts of an account, from everywhere. */
  async forgetAttempts(id: string): Promise<void> {
    await this.database.query((prisma) =>
      prisma.attempt.deleteMany({
        where: { OR: [{ key: `${ACCOUNT}:${id}` }, { key: { startsWith: `${ACCOUNT_AND_NETWORK}:${id} ` } }] },
      }),
    );
  }
}
