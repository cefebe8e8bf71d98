import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Mail } from '../../outgoing/mail/mail.js';
import { SecretKey } from '../../secrets/secret-key.js';
import type { RawTransaction } from '../database/database.js';

/** Puts mails into the outbox, by the transaction that causes them. */
@Injectable()
export class MailsToSend {
  constructor(private readonly key: SecretKey) {}

  async put(tx: Pick<RawTransaction, 'outgoingMail'>, mail: Mail, now: Date): Promise<void> {
    const id = uuidv7();
    const sealed = Uint8Array.from(this.key.seal(Buffer.from(JSON.stringify(mail)), contextOfMail(id)));
    await tx.outgoingMail.create({
      data: { id, sealed, sealedWith: this.key.fingerprint, createdAt: now, nextAttemptAt: now },
    });
  }

  open(id: string, sealed: Uint8Array): Mail {
    return JSON.parse(this.key.open(Buffer.from(sealed), contextOfMail(id)).toString()) as Mail;
  }
}

/** What a mail is bound to where it lies sealed. */
export function contextOfMail(id: string): string {
  return `outgoing mail ${id}`;
}
