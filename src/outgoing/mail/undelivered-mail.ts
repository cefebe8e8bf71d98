/** Characters of the mail server's own words. */
const MOST_TOLD = 200;

/** What the mail server answered, or why there was no answer. */
export class UndeliveredMail extends Error {
  constructor(
    message: string,
    /** Whether the server said that it will never take it (RFC 5321 section 4.2.1). */
    readonly isPermanent: boolean,
  ) {
    super(message);
  }
}

/** What is no one's business but the recipient's and the mail server's. */
export interface Untold {
  recipient: string;
  credentials: readonly string[];
}

interface SmtpFault {
  message: string;
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

export function asUndelivered(error: unknown, untold: Untold): UndeliveredMail {
  const fault = error as SmtpFault;
  const { responseCode, response } = fault;
  if (responseCode === undefined || response === undefined)
    return new UndeliveredMail(tellable(fault.message, untold), false);
  // each line begins with the code
  const words = response.replace(/^\d{3}[ -]?/gm, '');
  const answer = `was answered ${String(responseCode)} ${tellable(words, untold)}`;
  return new UndeliveredMail(answer.trimEnd(), isAboutTheMail(fault, responseCode, words));
}

/** Whether the server refuses the recipient or the mail for good, and not us: an operator can mend the latter. */
function isAboutTheMail({ code, command }: SmtpFault, responseCode: number, words: string): boolean {
  if (responseCode < 500 || (code !== 'EENVELOPE' && code !== 'EMESSAGE') || command === 'MAIL FROM') return false;
  // syntax and order of commands; authentication
  if ((responseCode >= 500 && responseCode <= 504) || [521, 530, 534, 535, 538].includes(responseCode)) return false;
  const enhanced = /^\s*5\.\d{1,3}\.\d{1,3}/.exec(words)?.[0].trim();
  if (enhanced === undefined) return !/\b(?:helo|ehlo|relay\w*|sender|authenticat\w*)\b/i.test(words);
  // RFC 3463: protocol, policy; the sender's address, and our own system as the server sees it
  return !/^5\.(?:[57]\.|1\.[78]$|3\.5$)/.test(enhanced);
}

/** The server's words in one line, without addresses, links and what looks like a secret. */
function tellable(words: string, { recipient, credentials }: Untold): string {
  const [mailbox = ''] = recipient.split('@');
  let told = words;
  for (const hidden of [recipient, ...credentials, mailbox].filter((text) => text.length > 2))
    told = told.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(hidden)}(?![\\p{L}\\p{N}])`, 'giu'), '…');
  told = told
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/\b[a-z][a-z\d+.-]*:\/\/[^ ]+/gi, '(link)')
    .replace(/[^ <>"]*(?:@|%40)[^ <>"]+/gi, '…')
    .replace(/[\w+/=-]{32,}|(?<![\w.])\d{6}(?![\w.])/g, '…')
    .trim();
  return told.length > MOST_TOLD ? `${told.slice(0, MOST_TOLD)}…` : told;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
