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

export function testMail(server: string): MailContent {
  return {
    subject: 'Mail is set up',
    lines: [`This is a test mail of ${server}. Its settings are right.`],
    note: 'An administrator sent it from the console.',
  };
}
