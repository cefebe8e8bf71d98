import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { type Letter, LetterWriter, type WaitingMail } from './mail.js';
import { MailTransport } from './mail-transport.js';
import { Outbox } from './outbox.js';
import type { UndeliveredMail } from './undelivered-mail.js';

const INTERVAL_MS = 1000;
/** Mails that one process delivers at once. */
const AT_ONCE = 4;
/** Milliseconds until the second attempt, doubled with each, and the most between two. */
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = MILLISECONDS.hour;
/** Milliseconds after which a mail is given up. */
const PATIENCE = MILLISECONDS.day;
const SWEEP_EVERY = MILLISECONDS.hour;

/**
 * Delivers the mails of the outbox. They lie in the database: any number of nodes share the work, and none is needed to
 * finish it. A mail goes twice only where the process dies between the server's answer and its record, with the same
 * Message-ID.
 */
@Injectable()
export class MailDelivery implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MailDelivery.name);
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private taking: Promise<void> | undefined;
  private sweptAt = 0;
  private stopped = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly writer: LetterWriter,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.fill(), INTERVAL_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.taking;
    this.transport.close();
    await Promise.all(this.underWay);
  }

  private fill(): void {
    if (this.stopped || this.taking !== undefined || this.underWay.size >= AT_ONCE) return;
    this.taking = this.take().finally(() => (this.taking = undefined));
  }

  private async take(): Promise<void> {
    const now = this.clock.now();
    try {
      for (const mail of await this.outbox.take(AT_ONCE - this.underWay.size, now)) this.begin(mail);
      if (now.getTime() - this.sweptAt >= SWEEP_EVERY) {
        this.sweptAt = now.getTime();
        await this.transport.sweep(now);
      }
    } catch (error) {
      this.logger.debug(`mails could not be taken: ${String(error)}`);
    }
  }

  private begin(mail: WaitingMail): void {
    const attempt = this.deliver(mail)
      .catch((error: unknown) => this.logger.warn(`a mail could not be delivered: ${(error as Error).message}`))
      .finally(() => {
        this.underWay.delete(attempt);
        this.fill();
      });
    this.underWay.add(attempt);
  }

  private async deliver(waiting: WaitingMail): Promise<void> {
    const letter = await this.writer.write(waiting);
    const fault = letter && (await this.fault(waiting, letter));
    const now = this.clock.now();
    if (letter === undefined || fault === undefined) {
      await this.outbox.settle(waiting, letter, now);
      return;
    }
    const told = `a mail (${waiting.mail.kind}, ${waiting.id}) ${fault.message}`;
    if (fault.isPermanent || now.getTime() - waiting.createdAt.getTime() > PATIENCE) {
      this.logger.warn(`${told}; it is given up`);
      await this.outbox.giveUp(waiting, letter, told, now);
    } else {
      this.logger.warn(`${told}; attempt ${String(waiting.attempts)}`);
      await this.outbox.putOff(waiting, new Date(now.getTime() + pauseAfter(waiting.attempts)));
    }
  }

  private async fault({ id }: WaitingMail, letter: Letter): Promise<UndeliveredMail | undefined> {
    try {
      await this.transport.send(id, letter);
      return undefined;
    } catch (error) {
      return error as UndeliveredMail;
    }
  }
}

function pauseAfter(attempts: number): number {
  return Math.min(FIRST_PAUSE * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE);
}
