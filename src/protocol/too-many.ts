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

/** More calls to addresses that clients name than may be set off. */
export class TooManyCalls extends Refusal {
  constructor(retryAfter: number, detail: string) {
    super('too_many_attempts', `Too many requests of this kind; try again in ${String(retryAfter)} seconds`, {
      retryAfter,
      detail,
    });
  }
}

/** More is stored for this caller, or for all, than is kept at once. */
export class TooManyRequests extends Refusal {
  constructor(retryAfter: number, detail: string) {
    super('too_many_attempts', `Too many requests; try again in ${String(retryAfter)} seconds`, { retryAfter, detail });
  }
}
