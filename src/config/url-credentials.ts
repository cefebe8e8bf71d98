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
