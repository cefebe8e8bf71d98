import type { WantedAuthentication } from './acr.js';
import { Refusal, type RefusalSubject } from './refusal.js';

export class NotAuthenticated extends Refusal {
  constructor(audited = true) {
    super('not_authenticated', 'Not authenticated', { audited });
  }
}

/** The credential is good, and its owner has to prove themselves once more. */
export class InsufficientUserAuthentication extends Refusal {
  constructor(description: string, authentication: WantedAuthentication, detail: string, subject: RefusalSubject) {
    super('insufficient_user_authentication', description, { authentication, detail, subject, proved: true });
  }
}
