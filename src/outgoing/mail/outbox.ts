import type { Letter, Mail, WaitingMail } from './mail.js';

/**
 * Mails that are still to be delivered. What changes an account puts its mails in by its own transaction
 * (`persistence/mail/mails-to-send.ts`).
 */
export abstract class Outbox {
  /** Puts in a mail that stands for itself: nothing else is written with it. */
  abstract put(mail: Mail): Promise<void>;

  /**
   * Takes mails that are due, each for one caller on one node. Unless they are settled or put off before, they come up
   * again after some minutes, also when the caller has crashed.
   */
  abstract take(most: number, now: Date): Promise<WaitingMail[]>;

  /** Forgets a mail that was delivered, and says so in the audit trail; without a letter there was nothing to send. */
  abstract settle(waiting: WaitingMail, letter: Letter | undefined, now: Date): Promise<void>;

  abstract putOff(waiting: WaitingMail, until: Date): Promise<void>;

  /** Forgets a mail that never arrived, and says so in the audit trail. */
  abstract giveUp(waiting: WaitingMail, letter: Letter, reason: string, now: Date): Promise<void>;
}
