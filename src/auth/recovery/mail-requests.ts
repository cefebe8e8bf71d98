import { Injectable } from '@nestjs/common';
import { StoreBounds } from '../../bounds/store-bounds.js';
import { Clock } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import type { Origin } from '../../protocol/origin.js';
import { MILLISECONDS } from '../../protocol/durations.js';

/** Bytes of a row of the outbox. */
const ROW = 600;

/** Bounds how many mails people ask for. */
@Injectable()
export class MailRequests {
  constructor(
    private readonly bounds: StoreBounds,
    private readonly clock: Clock,
  ) {}

  /** Counts one that a network asked for, or an account that is signed in. @throws TooManyRequests */
  enforce({ address }: Origin, accountId?: string): void {
    const until = new Date(this.clock.now().getTime() + MILLISECONDS.hour);
    const caller = accountId === undefined ? networkOf(address) : `account ${accountId}`;
    this.bounds.enforce('mails', caller, { bytes: ROW, until });
  }
}
