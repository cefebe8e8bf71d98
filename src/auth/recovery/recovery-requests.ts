import { Injectable } from '@nestjs/common';
import { StoreBounds } from '../../bounds/store-bounds.js';
import { Clock } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import { Outbox } from '../../outgoing/mail/outbox.js';
import type { Origin } from '../../protocol/origin.js';
import { newSecret } from '../../secrets/secrets.js';

const HOUR = 3_600_000;
/** Bytes of a row of the outbox. */
const ROW = 600;

/**
 * Takes the wish for a new password. What was typed goes into the outbox as it is: whether an account has that name is
 * looked up when the mail is written, so that neither the answer nor its time tells.
 */
@Injectable()
export class RecoveryRequests {
  constructor(
    private readonly outbox: Outbox,
    private readonly bounds: StoreBounds,
    private readonly clock: Clock,
  ) {}

  /** @throws TooManyRequests for a network that has asked for too many */
  async ask(login: string, origin: Origin, clientId: string | undefined): Promise<void> {
    const until = new Date(this.clock.now().getTime() + HOUR);
    this.bounds.enforce('mails', networkOf(origin.address), { bytes: ROW, until });
    await this.outbox.put({ kind: 'reset', login, clientId, secret: newSecret().toString('base64url') });
  }
}
