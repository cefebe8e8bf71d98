import { Injectable } from '@nestjs/common';
import { StoreBounds } from '../../bounds/store-bounds.js';
import { Clock } from '../../clock/clock.js';
import { networkOf } from '../../network/network.js';
import type { Origin } from '../../protocol/origin.js';

const HOUR = 3_600_000;
/** Bytes of a row of the outbox. */
const ROW = 600;

/** Bounds how many mails people ask for. */
@Injectable()
export class MailRequests {
  constructor(
    private readonly bounds: StoreBounds,
    private readonly clock: Clock,
  ) {}

  /** Counts one. @throws TooManyRequests for a network that has asked for too many */
  enforce({ address }: Origin): void {
    const until = new Date(this.clock.now().getTime() + HOUR);
    this.bounds.enforce('mails', networkOf(address), { bytes: ROW, until });
  }
}
