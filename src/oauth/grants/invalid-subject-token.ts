import { Refusal, type RefusalSubject } from '../../protocol/refusal.js';

const FIELD = 'subject_token';
const MESSAGE = 'is not acceptable';

/**
 * A subject token that is "invalid for any reason, or [...] unacceptable based on policy"; which of them, only the audit
 * trail says.
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-2.2.2
 */
export class InvalidSubjectToken extends Refusal {
  constructor(detail: string, subject: RefusalSubject) {
    super('invalid_subject_token', `${FIELD}: ${MESSAGE}`, {
      detail,
      subject,
      fields: [{ field: FIELD, message: MESSAGE }],
    });
  }
}
