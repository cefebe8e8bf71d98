import { z } from 'zod';
import { MAX_PASSWORD } from '../../auth/password/password-check.js';
import { InvalidRequest } from '../../protocol/refusal.js';

const MIN_PASSWORD = 8;

/** A password that is to be set. Whatever is longer than a sign-in takes is refused here too. */
export const newPassword = z
  .string('must be a string')
  .max(MAX_PASSWORD, `must have at most ${String(MAX_PASSWORD)} characters`)
  .refine((text) => Array.from(text).length >= MIN_PASSWORD, `must have at least ${String(MIN_PASSWORD)} characters`)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be well-formed text without NUL characters')
  .meta({
    description: `${String(MIN_PASSWORD)} to ${String(MAX_PASSWORD)} characters; not the e-mail address.`,
    format: 'password',
  });

/** The e-mail address is what everybody tries first. */
export function refuseEmailAsPassword(field: string, password: string, email: string): void {
  if (password.normalize('NFKC').trim().toLowerCase() !== email.normalize('NFKC')) return;
  throw InvalidRequest.field(field, 'must not be the e-mail address');
}
