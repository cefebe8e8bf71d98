import { type Kind, rule } from '../../fields/kind.js';
import { text } from '../../fields/kinds.js';
import { MAX_PASSWORD } from '../../auth/password/login-and-password.js';
import { MIN_PASSWORD } from '../../auth/password/new-passwords.js';

const words = text({ max: MAX_PASSWORD, format: 'password' });

/** A new password. It is refused if it is longer than a sign-in accepts. */
export const newPassword: Kind<string> = {
  schema: {
    ...words.schema,
    description: `${String(MIN_PASSWORD)} to ${String(MAX_PASSWORD)} characters; not the e-mail address, and no common password.`,
  },
  checks: (each) => [...words.checks(each), rule(shortFault, each), rule(textFault, each)],
};

function shortFault(text: string): string | undefined {
  return Array.from(text).length >= MIN_PASSWORD ? undefined : `must have at least ${String(MIN_PASSWORD)} characters`;
}

function textFault(text: string): string | undefined {
  return !text.includes('\0') && text.isWellFormed() ? undefined : 'must be well-formed text without NUL characters';
}
