import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import type { Letter, Mail, WaitingMail } from '../../outgoing/mail/mail.js';
import { Outbox } from '../../outgoing/mail/outbox.js';
import { UNCONDITIONAL } from '../../protocol/standing.js';
import { audit } from '../audit/audit-rows.js';
import { Database, type HotStatement } from '../database/database.js';
import { recordedWrite } from '../database/recorded-write.js';
import { ChangeFeed } from '../feed/change-feed.js';
import { MailsToSend } from './mails-to-send.js';

/** Seconds that the node that took a mail has for it: more than a mail server is waited for. */
const LEASE = 120;

const TAKE: HotStatement = {
  name: 'outgoing_mails_take',
  text: `WITH due AS MATERIALIZED (
           SELECT id FROM outgoing_mails WHERE next_attempt_at <= $1::timestamptz
            ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED)
         UPDATE outgoing_mails m
            SET attempts = m.attempts + 1, next_attempt_at = $1::timestamptz + ${String(LEASE)} * interval '1 second'
           FROM due
          WHERE m.id = due.id
      RETURNING m.id, m.sealed, m.attempts, m.created_at`,
};

interface MailRow extends Record<string, unknown> {
  id: string;
  sealed: Buffer;
  attempts: number;
  created_at: Date;
}

@Injectable()
export class PostgresOutbox extends Outbox {
  private readonly logger = new Logger(Outbox.name);

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly mails: MailsToSend,
    private readonly clock: Clock,
  ) {
    super();
  }

  put(mail: Mail): Promise<void> {
    return this.database.query((prisma) => this.mails.put(prisma, mail, this.clock.now()));
  }

  async take(most: number, now: Date): Promise<WaitingMail[]> {
    const rows = await this.database.run<MailRow>(TAKE, [now, most]);
    return rows.flatMap((row) => {
      try {
        const mail = this.mails.open(row.id, row.sealed);
        return [{ id: row.id, mail, attempts: row.attempts, createdAt: row.created_at }];
      } catch {
        this.logger.error(`mail ${row.id} was sealed under another SECRET_KEY; it stays in the outbox`);
        return [];
      }
    });
  }

  async settle(waiting: WaitingMail, letter: Letter | undefined, now: Date): Promise<void> {
    await this.forget(waiting, letter && { letter, action: 'mail.send', outcome: 'success' }, now);
  }

  async putOff({ id }: WaitingMail, until: Date): Promise<void> {
    await this.database.query((prisma) =>
      prisma.outgoingMail.updateMany({ where: { id }, data: { nextAttemptAt: until } }),
    );
  }

  async giveUp(waiting: WaitingMail, letter: Letter, reason: string, now: Date): Promise<void> {
    await this.forget(waiting, { letter, action: 'mail.give-up', outcome: 'refused', reason }, now);
  }

  private async forget({ id, mail, attempts }: WaitingMail, told: Told | undefined, now: Date): Promise<void> {
    await recordedWrite(this.database, this.feed, UNCONDITIONAL, async (tx) => {
      await tx.outgoingMail.deleteMany({ where: { id } });
      if (told === undefined) return;
      const { letter, action, outcome, reason } = told;
      const event = {
        ...{ action, outcome, reason: reason?.slice(0, 1000) ?? null },
        actor: { type: 'system' as const, id: null },
        target: letter.userId === null ? null : { type: 'user', id: letter.userId },
        ...{ address: null, requestId: null, details: { kind: mail.kind, attempts } },
      };
      await audit(tx, event, now);
    });
  }
}

interface Told {
  letter: Letter;
  action: 'mail.send' | 'mail.give-up';
  outcome: 'success' | 'refused';
  reason?: string;
}
