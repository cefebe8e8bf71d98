import { Refusal, type RefusalSubject } from './refusal.js';

export class TooManyAttempts extends Refusal {
  constructor(retryAfter: number, detail: string, subject: RefusalSubject) {
    super('too_many_attempts', `Too many failed attempts; try again in ${String(retryAfter)} seconds`, {
      retryAfter,
      detail,
      subject,
    });
  }
}

/** Too many wrong codes of mails: the links beside them are not guessed, and go on. */
export class TooManyCodes extends Refusal {
  constructor(retryAfter: number, detail: string, subject: RefusalSubject) {
    const description = `Too many wrong codes; open the link in the mail, or try again in ${String(retryAfter)} seconds`;
    super('too_many_attempts', description, { retryAfter, detail, subject });
  }
}

/** Too many calls to addresses that clients name. */
export class TooManyCalls extends Refusal {
  constructor(retryAfter: number, detail: string) {
    super('too_many_attempts', `Too many requests of this kind; try again in ${String(retryAfter)} seconds`, {
      retryAfter,
      detail,
    });
  }
}

/** The stored rows of this caller, or of all, are at their bound. */
export class TooManyRequests extends Refusal {
  constructor(retryAfter: number, detail: string) {
    super('too_many_attempts', `Too many requests; try again in ${String(retryAfter)} seconds`, { retryAfter, detail });
  }
}

/** One caller has more under way at once than it may: nothing was counted or decided. */
export class TooManyAtOnce extends Refusal {
  /** @param what such as the sign-ins of a network: for the log and the audit trail */
  constructor(retryAfter: number, what: string) {
    super('too_many_attempts', `Too many sign-ins at once; try again in ${String(retryAfter)} seconds`, {
      retryAfter,
      detail: `too many ${what} at once`,
    });
  }
}
