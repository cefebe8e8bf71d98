export const PERCENT_RULE = 'has a % that begins no two hexadecimal digits; write %25 for it';

const BARE_PERCENT = /%(?![0-9a-f]{2})/i;
const ESCAPE = /%[0-9a-f]{2}/i;

/**
 * The fault of a user name or password in which some % begin an escape and others do not: the mailer then takes all as it
 * stands, escapes and all. Without any escape that is what was meant.
 */
export function mixedPercentFault({ username, password }: URL): string | undefined {
  const isMixed = (text: string) => BARE_PERCENT.test(text) && ESCAPE.test(text);
  return [username, password].some(isMixed) ? PERCENT_RULE : undefined;
}

/** A character that ends the user name and the password of a URL, and an @ behind it. */
const ENDED = /^[a-z]+:\/\/[^@/?#]*:[^@]*[/?#][^@]*@/;

/**
 * The fault of a URL that cannot be read because of what its password holds: passwords are generated without a thought of
 * URLs.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
export function credentialsFault(url: string): string | undefined {
  if (!ENDED.test(url)) return undefined;
  return 'has a /, ? or # in its password; write %2F, %3F or %23 for it';
}
