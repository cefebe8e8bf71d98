import type { FactorChange } from '../../outgoing/mail/mail.js';
import type { MailContent } from './mail.js';

/** What to do about a change that another person made. */
const NOT_YOU = 'If this was not you, set another password at once by "Forgotten your password?" on the sign-in page.';

export function resetMail(href: string, server: string): MailContent {
  return {
    subject: 'Set a new password',
    lines: [
      `A new password was asked for, for your account at ${server}.`,
      'The link works once, in any browser, within 30 minutes. Nothing changes before you send the form that it opens.',
    ],
    link: { label: 'Set a new password', href },
    note: 'If you did not ask for it, ignore this mail: your password stays as it is.',
  };
}

export function invitationMail(href: string, server: string): MailContent {
  return {
    subject: `Your account at ${server}`,
    lines: [
      `An administrator made an account for you at ${server}.`,
      'Choose a password to sign in. The link works once, within seven days.',
    ],
    link: { label: 'Choose a password', href },
    note: 'If you did not expect this, ignore this mail.',
  };
}

export function passwordChangedMail(server: string): MailContent {
  return {
    subject: 'Your password was changed',
    lines: [`The password of your account at ${server} was changed.`],
    note: NOT_YOU,
  };
}

export function verifyMail(href: string, code: string, server: string): MailContent {
  return {
    subject: 'Confirm your address',
    lines: [
      `An account at ${server} asks to use this address. If it is yours, type this code into your account settings, or open the link in a browser where you are signed in.`,
      'Both work once, within 30 minutes. Nothing changes before you send the form that the link opens.',
    ],
    code,
    link: { label: 'Confirm this address', href },
    note: 'If you did not ask for it, ignore this mail, and tell the code to no other person.',
  };
}

/** @param undo where the change is taken back; undefined in the mail to the new address */
export function emailChangedMail(undo: string | undefined, server: string): MailContent {
  const subject = 'The address of your account was changed';
  if (undo === undefined) {
    return {
      subject,
      lines: [
        `The address of an account at ${server} was changed. You get this mail at the former or the new address.`,
      ],
      note: 'If you did not expect this, tell an administrator.',
    };
  }
  return {
    subject,
    lines: [
      `This was the address of your account at ${server}. Another one is in its place now.`,
      'If this was not you, take the change back within seven days. It ends all sign-ins, and you get a link to set a new password.',
    ],
    link: { label: 'Take the change back', href: undo },
    note: 'If you changed it yourself, there is nothing to do.',
  };
}

/** @param at RFC 3339 */
export function newSignInMail(
  { at, address, browser }: { at: string; address: string; browser: string },
  server: string,
): MailContent {
  return {
    subject: 'A new sign-in to your account',
    lines: [
      `There was a sign-in to your account at ${server} from a network or browser that you have not used before.`,
      `${at.slice(0, 16).replace('T', ' ')} UTC, ${browser}, from ${address}.`,
    ],
    note: `If it was you, there is nothing to do. ${NOT_YOU}`,
  };
}

const FACTOR_CHANGES: Readonly<Record<FactorChange, { subject: string; line: string }>> = {
  'authenticator-added': {
    subject: 'An authenticator app was added',
    line: 'Signing in now takes a code of an authenticator app beside your password',
  },
  'authenticator-removed': {
    subject: 'Your authenticator app was removed',
    line: 'Signing in does not take its codes any more; without a passkey, your password alone signs in again',
  },
  'passkey-added': {
    subject: 'A passkey was added',
    line: 'It signs in without your password, and your password alone does not sign in',
  },
  'passkey-removed': {
    subject: 'A passkey was removed',
    line: 'It does not sign in any more; without another passkey or an authenticator app, your password alone signs in again',
  },
  'factors-reset': {
    subject: 'Your second factor was reset',
    line: 'An administrator removed the authenticator app, the passkeys and the recovery codes',
  },
  'recovery-code-used': {
    subject: 'A recovery code was used',
    line: 'One of your recovery codes was used, and does not work again',
  },
  'recovery-codes-made': {
    subject: 'You have new recovery codes',
    line: 'New recovery codes were made, and the earlier ones do not work any more',
  },
  'codes-guessed': {
    subject: 'Wrong codes of your authenticator app',
    line: 'After 100 wrong codes in a row none is taken until you use a passkey or a recovery code. A person who knows your password, or sits at your browser, gives wrong codes of the authenticator app',
  },
};

export function factorChangedMail(change: FactorChange, server: string): MailContent {
  const { subject, line } = FACTOR_CHANGES[change];
  return { subject, lines: [`${line}, for your account at ${server}.`], note: NOT_YOU };
}

export function testMail(server: string): MailContent {
  return {
    subject: 'Mail is set up',
    lines: [`This is a test mail of ${server}. Its settings are right.`],
    note: 'An administrator sent it from the console.',
  };
}
