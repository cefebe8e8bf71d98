import { Injectable } from '@nestjs/common';
import { Outbox } from '../../outgoing/mail/outbox.js';
import type { Origin } from '../../protocol/origin.js';
import { newSecretText } from '../../secrets/secrets.js';
import { MailRequests } from './mail-requests.js';

/**
 * Takes the wish for a new password. What was typed goes into the outbox as it is: whether an account has that name is
 * looked up when the mail is written, so that neither the answer nor its time tells.
 */
@Injectable()
export class RecoveryRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly requests: MailRequests,
  ) {}

  /** @throws TooManyRequests for a network that has asked for too many */
  async ask(login: string, origin: Origin, clientId: string | undefined): Promise<void> {
    this.requests.enforce(origin);
    await this.outbox.put({ kind: 'reset', login, clientId, secret: newSecretText() });
  }
}
