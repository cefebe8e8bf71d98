import type { Mail } from '../../outgoing/mail/mail.js';
import { newSecretText } from '../../secrets/secrets.js';

/** What a mailed link sets: another password, or the first one. */
export type PasswordLink = 'reset' | 'invitation';

export function passwordLinkMail({ id, email }: { id: string; email: string }, kind: PasswordLink): Mail {
  const secret = newSecretText();
  return kind === 'reset' ? { kind, login: email, secret } : { kind, userId: id, secret };
}
