import { z } from 'zod';
import { MAX_PASSWORD } from '../../auth/password/login-and-password.js';
import { MIN_PASSWORD } from '../../auth/password/new-passwords.js';

/** A new password. It is refused if it is longer than a sign-in accepts. */
export const newPassword = z
  .string('must be a string')
  .max(MAX_PASSWORD, `must have at most ${String(MAX_PASSWORD)} characters`)
  .refine((text) => Array.from(text).length >= MIN_PASSWORD, `must have at least ${String(MIN_PASSWORD)} characters`)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be well-formed text without NUL characters')
  .meta({
    description: `${String(MIN_PASSWORD)} to ${String(MAX_PASSWORD)} characters; not the e-mail address, and no common password.`,
    format: 'password',
  });
